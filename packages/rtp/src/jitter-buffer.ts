import { FRAME_SAMPLES } from './rtp-sender.ts';

/** Two frames lie ready before the first is taken: as much may be late or out of order without a gap. */
const DELAY = 2 * FRAME_SAMPLES;
/** More than this waiting is no jitter but a queue that somebody let go: most of it is thrown away. */
const LONGEST = 10 * FRAME_SAMPLES;
/** Power of two above all that may wait. */
const SIZE = 8_192;
const MASK = SIZE - 1;
/** No G.711 sample has this value: it marks what has not come. */
const MISSING = -32_768;
/** Gaps are filled with an echo of what was before, softer each time, for so many frames. */
const ECHOES = 3;
/** After so many frames without anything the stream has paused: what comes next begins anew. */
const PAUSE = 6;
/** So long (2 s) the least that waits is watched, before a frame too many is taken out. */
const WATCH = 100;

/**
 * Turns the packets of one stream into a frame every 20 ms of our own clock: puts them in order, bears loss and
 * jitter, and follows a clock that goes faster or slower than ours. Packets may be of any length.
 */
export class JitterBuffer {
  readonly #ring = new Int16Array(SIZE).fill(MISSING);
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  #running = false;
  #ssrc = 0;
  /** Timestamps: of the next sample taken, and after the newest that came. */
  #next = 0;
  #end = 0;
  #gap = 0;
  #least = SIZE;
  #watched = 0;

  put(packet: { readonly ssrc: number; readonly timestamp: number }, samples: Int16Array): void {
    const { ssrc, timestamp } = packet;
    const ahead = (timestamp - this.#next) | 0;
    const foreign = ssrc !== this.#ssrc || Math.abs(ahead) > SIZE / 2;
    if (!this.#running || foreign) this.#begin(ssrc, timestamp);
    const from = (timestamp - this.#next) | 0;
    for (let index = Math.max(0, -from); index < samples.length && from + index < SIZE; index += 1) {
      this.#ring[(timestamp + index) & MASK] = samples[index] as number;
    }
    const end = (timestamp + Math.min(samples.length, SIZE)) | 0;
    if (((end - this.#end) | 0) > 0) this.#end = end;
    if (((this.#end - this.#next) | 0) > LONGEST) this.#skipTo(this.#end - DELAY);
  }

  /** The frame of this 20 ms, valid until the next call; undefined is silence. */
  take(): Int16Array | undefined {
    if (!this.#running) return undefined;
    const waiting = (this.#end - this.#next) | 0;
    // Nothing has come in time: what is late is still heard then, and from there on everything somewhat later.
    if (waiting <= 0) return this.#fill();
    const came = this.#read();
    this.#watch(waiting - FRAME_SAMPLES);
    if (!came) return this.#fill();
    this.#gap = 0;
    return this.#frame;
  }

  #begin(ssrc: number, timestamp: number): void {
    this.#ring.fill(MISSING);
    this.#frame.fill(0);
    this.#running = true;
    this.#ssrc = ssrc;
    this.#next = (timestamp - DELAY) | 0;
    this.#end = timestamp | 0;
    // The frames of the delay are no gap.
    this.#gap = -DELAY / FRAME_SAMPLES;
    this.#least = SIZE;
    this.#watched = 0;
  }

  /** Moves the next frame out of the ring; false when nothing of it has come, and the frame is as it was. */
  #read(): boolean {
    let came = false;
    for (let index = 0; index < FRAME_SAMPLES && !came; index += 1) {
      came = this.#ring[(this.#next + index) & MASK] !== MISSING;
    }
    for (let index = 0; came && index < FRAME_SAMPLES; index += 1) {
      const at = (this.#next + index) & MASK;
      const sample = this.#ring[at] as number;
      this.#frame[index] = sample === MISSING ? 0 : sample;
      this.#ring[at] = MISSING;
    }
    this.#next = (this.#next + FRAME_SAMPLES) | 0;
    return came;
  }

  #fill(): Int16Array | undefined {
    this.#gap += 1;
    if (this.#gap >= PAUSE) this.#running = false;
    if (this.#gap > ECHOES || this.#gap <= 0) return undefined;
    for (let index = 0; index < FRAME_SAMPLES; index += 1) this.#frame[index] = (this.#frame[index] as number) >> 1;
    return this.#frame;
  }

  /** Takes a frame out when there has been one too many for a while: the far clock is faster, or the jitter is over. */
  #watch(left: number): void {
    this.#least = Math.min(this.#least, left);
    this.#watched += 1;
    if (this.#watched < WATCH) return;
    if (this.#least >= DELAY + FRAME_SAMPLES) this.#blendNext();
    this.#least = SIZE;
    this.#watched = 0;
  }

  /** Fades from this frame into the next one, so that the cut makes no click. */
  #blendNext(): void {
    const before = Int16Array.from(this.#frame);
    if (!this.#read()) return;
    for (let index = 0; index < FRAME_SAMPLES; index += 1) {
      const [old, fresh] = [before[index] as number, this.#frame[index] as number];
      this.#frame[index] = Math.round(old + ((fresh - old) * index) / FRAME_SAMPLES);
    }
  }

  #skipTo(timestamp: number): void {
    for (; ((timestamp - this.#next) | 0) > 0; this.#next = (this.#next + 1) | 0) {
      this.#ring[this.#next & MASK] = MISSING;
    }
  }
}
