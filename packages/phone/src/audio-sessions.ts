import { plainProtection, readSdp, SdesProtection, SdpSession } from '@cordboard/rtp';

/** How its audio may be protected: plain, or SRTP when the other side wants it. */
export class AudioSessions {
  readonly #o: { readonly address: string; readonly port: number; readonly id: number };
  #current: SdpSession;
  #encrypted = false;

  constructor(o: { address: string; port: number; id: number }) {
    this.#o = o;
    this.#current = new SdpSession({ ...o, protection: plainProtection });
  }

  get current(): SdpSession {
    return this.#current;
  }

  /** The session for this offer. @throws IncompatibleMedia */
  for(offer: string): SdpSession {
    const { security } = readSdp(offer, ['sdes', 'plain']);
    if ((security.kind === 'sdes') === this.#encrypted) return this.#current;
    this.#encrypted = security.kind === 'sdes';
    const protection = this.#encrypted ? new SdesProtection({ optional: true }) : plainProtection;
    this.#current = new SdpSession({ ...this.#o, protection });
    return this.#current;
  }
}
