import type { AudioDescription } from './sdp.ts';
import type { Fingerprint, IceCredentials, IceDescription, SecurityKind } from './sdp-security.ts';
import type { SrtpKey } from './srtp-keys.ts';

/** What was agreed to keep the audio secret. */
export type AgreedSecurity =
  | { readonly kind: 'plain' }
  | { readonly kind: 'sdes'; readonly send: SrtpKey; readonly receive: SrtpKey }
  | {
      readonly kind: 'dtls';
      readonly local: IceCredentials;
      readonly remote: IceDescription;
      /** We choose the pair of addresses (RFC 8445 section 6.1.1). */
      readonly controlling: boolean;
      readonly fingerprint: Fingerprint;
    };

/** Our side of a protection in offers and answers: what its lines are, and what comes of the far side's. */
export interface Protection {
  /** Of the media line that we offer. */
  readonly protocol: string;
  /** What the far side may write. */
  readonly accepts: readonly SecurityKind[];
  /** Streams have names and are grouped by them (RFC 9143). */
  readonly named: boolean;
  offerLines(): readonly string[];
  /** Lines that answer an offer. @throws IncompatibleMedia */
  answerLines(offer: AudioDescription): readonly string[];
  /** After `answerLines`, or for an answer to ours. @throws IncompatibleMedia */
  agree(remote: AudioDescription): AgreedSecurity;
}

/** RTP that everybody on the way can read. */
export const plainProtection: Protection = {
  protocol: 'RTP/AVP',
  accepts: ['plain'],
  named: false,
  offerLines: () => [],
  answerLines: () => [],
  agree: () => ({ kind: 'plain' }),
};
