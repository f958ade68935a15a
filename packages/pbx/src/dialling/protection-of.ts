import { parseUri } from '@cordboard/sip';
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

/** How the audio of a registered device is protected. What comes by WebSocket is a browser (RFC 7118). */
export function protectionOf({ contact, source }: Contact, policy: SrtpPolicy): AudioProtection {
  if (source.transport === 'ws' || source.transport === 'wss') return 'dtls';
  const secure = source.transport === 'tls' || parseUri(contact)?.scheme === 'sips';
  return secure ? overTls[policy] : 'plain';
}
