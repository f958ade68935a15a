import { digitPayload } from './digits.ts';
import { FRAME_MS, FRAME_SAMPLES } from './rtp-sender.ts';

/** The last packet of a digit is sent three times, for it may be lost (RFC 4733 section 2.5.1.4). */
const ENDS = 3;
const DEFAULT_MS = 100;
const PAUSE_MS = 100;

/** What is sent in one step of 20 ms: a packet about a digit, or nothing between two. */
export type DigitStep = { readonly payload: Buffer; readonly first: boolean } | 'pause';

/** Digits as packets, one step each 20 ms. */
export class DigitTrain {
  readonly #digits: string[];
  readonly #frames: number;
  #position = 0;

  constructor(digits: string, durationMs = DEFAULT_MS) {
    this.#digits = [...digits];
    this.#frames = Math.max(2, Math.ceil(durationMs / FRAME_MS));
  }

  /** Undefined when all digits are sent. */
  next(): DigitStep | undefined {
    const [digit] = this.#digits;
    if (digit === undefined) return undefined;
    const position = this.#position;
    this.#position += 1;
    if (position >= this.#frames + Math.max(ENDS, PAUSE_MS / FRAME_MS) - 1) {
      this.#digits.shift();
      this.#position = 0;
    }
    if (position >= this.#frames + ENDS - 1) return 'pause';
    const samples = Math.min(position + 1, this.#frames) * FRAME_SAMPLES;
    return { payload: digitPayload(digit, samples, position + 1 >= this.#frames), first: position === 0 };
  }
}
