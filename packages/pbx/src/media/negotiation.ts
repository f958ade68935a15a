import {
  type AgreedAudio,
  type AudioWishes,
  DtlsProtection,
  type Fingerprint,
  IncompatibleMedia,
  type Protection,
  plainProtection,
  readSdp,
  SdesProtection,
  SdpSession,
} from '@cordboard/rtp';

/** What may keep the audio of a party secret. `optionalSdes`: who cannot may leave it out. `dtls`: a browser's. */
export type AudioProtection = 'plain' | 'sdes' | 'optionalSdes' | 'dtls';

interface NegotiationOptions {
  readonly address: string;
  readonly port: number;
  readonly id: number;
  /** Of our DTLS certificate. */
  readonly fingerprint: Fingerprint;
}

const protections: Readonly<Record<AudioProtection, (o: NegotiationOptions) => Protection>> = {
  plain: () => plainProtection,
  sdes: () => new SdesProtection(),
  optionalSdes: () => new SdesProtection({ optional: true }),
  dtls: (o) => new DtlsProtection(o),
};

/**
 * Offer and answer for one port with every protection that the party may have. An endpoint's devices may each be
 * offered another one; the answer tells which it is, and from then on it stays.
 */
export class Negotiation {
  readonly #o: NegotiationOptions;
  readonly #sessions = new Map<AudioProtection, SdpSession>();
  #agreed: AudioProtection = 'plain';

  constructor(o: NegotiationOptions) {
    this.#o = o;
  }

  offer(wishes: AudioWishes, protection = this.#agreed): string {
    return this.#session(protection).offer(wishes);
  }

  /** @throws IncompatibleMedia */
  answer(offer: string, wishes: AudioWishes = {}): { text: string; audio: AgreedAudio } {
    const protection = protectionIn(offer);
    const answered = this.#session(protection).answer(offer, wishes);
    this.#agreed = protection;
    return answered;
  }

  /** @throws IncompatibleMedia */
  accept(answer: string): AgreedAudio {
    const protection = this.#offered(protectionIn(answer));
    const audio = this.#session(protection).accept(answer);
    this.#agreed = protection;
    return audio;
  }

  /** Which of our offers an answer with this protection can belong to. */
  #offered(answered: AudioProtection): AudioProtection {
    const fitting: readonly AudioProtection[] =
      answered === 'plain' || answered === 'optionalSdes' ? [answered, 'plain', 'optionalSdes'] : [answered];
    const offered = fitting.find((protection) => this.#sessions.has(protection));
    if (offered === undefined) throw new IncompatibleMedia('The answer is protected in another way than was offered');
    return offered;
  }

  #session(protection: AudioProtection): SdpSession {
    const session =
      this.#sessions.get(protection) ?? new SdpSession({ ...this.#o, protection: protections[protection](this.#o) });
    this.#sessions.set(protection, session);
    return session;
  }
}

/** @throws IncompatibleMedia */
function protectionIn(description: string): AudioProtection {
  const { security, media, index } = readSdp(description, ['dtls', 'sdes', 'plain']);
  if (security.kind !== 'sdes') return security.kind;
  return media[index]?.protocol.startsWith('RTP/S') ? 'sdes' : 'optionalSdes';
}
