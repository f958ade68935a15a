import { SrtpOpener, SrtpProtector } from './srtp.ts';
import type { SrtpKey } from './srtp-keys.ts';

/** What is around each RTP packet on the wire. Both give undefined for packets that must not pass. */
export interface Envelope {
  seal(rtp: Buffer): Buffer | undefined;
  open(bytes: Buffer): Buffer | undefined;
}

export interface SrtpKeys {
  readonly send: SrtpKey;
  readonly receive: SrtpKey;
}

/** SRTP in both directions. */
export class SrtpEnvelope implements Envelope {
  #keys: SrtpKeys | undefined;
  #protector: SrtpProtector | undefined;
  #opener: SrtpOpener | undefined;

  /** A direction whose key is what it was goes on counting its packets: a count that began again would repeat keys. */
  setKeys(keys: SrtpKeys): void {
    if (!isSame(keys.send, this.#keys?.send)) this.#protector = new SrtpProtector(keys.send);
    if (!isSame(keys.receive, this.#keys?.receive)) this.#opener = new SrtpOpener(keys.receive);
    this.#keys = keys;
  }

  seal(rtp: Buffer): Buffer | undefined {
    return this.#protector?.protect(rtp);
  }

  open(bytes: Buffer): Buffer | undefined {
    return this.#opener?.open(bytes);
  }
}

function isSame(one: SrtpKey, other: SrtpKey | undefined): boolean {
  return one.inline === other?.inline && one.suite === other.suite;
}
