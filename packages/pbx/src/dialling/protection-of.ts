import { parseUri, type TransportKind } from '@cordboard/sip';
import type { AudioProtection } from '../media/index.ts';
import type { Contact } from '../registrar/bindings.ts';

/**
 * What telephones are offered whose signalling is encrypted: SRTP or nothing, SRTP that they may leave out, or plain RTP.
 * Keys in SDP are of no use to those whose signalling everybody can read (RFC 4568 section 8).
 */
export type SrtpPolicy = 'required' | 'optional' | 'off';

const overTls: Readonly<Record<SrtpPolicy, AudioProtection>> = {
  required: 'sdes',
  optional: 'optionalSdes',
  off: 'plain',
};

/** How the audio of a registered device is protected. */
export function protectionOf({ contact, source }: Contact, policy: SrtpPolicy): AudioProtection {
  return protectionBy(parseUri(contact)?.scheme === 'sips' ? 'tls' : source.transport, policy);
}

/** How the audio of a telephone is protected that speaks by this transport. What comes by WebSocket is a browser (RFC 7118). */
export function protectionBy(transport: TransportKind, policy: SrtpPolicy): AudioProtection {
  if (transport === 'ws' || transport === 'wss') return 'dtls';
  return transport === 'tls' ? overTls[policy] : 'plain';
}
