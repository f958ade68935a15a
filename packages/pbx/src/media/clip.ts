import { FRAME_SAMPLES } from '@cordboard/rtp';
import { Frame } from './frame.ts';

/** A sound of some length, cut into frames; the last one is filled up with silence. */
export class Clip {
  readonly frames: readonly Frame[];

  constructor(samples: Int16Array) {
    this.frames = Array.from({ length: Math.ceil(samples.length / FRAME_SAMPLES) }, (_, index) => {
      const frame = new Int16Array(FRAME_SAMPLES);
      frame.set(samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES));
      return new Frame(frame);
    });
  }
}

/** How the playing of a clip came to its end. */
export type PlayEnd = 'end' | 'digit' | 'stopped';

/** A clip while it is played: over and over, or once. */
export class Playback {
  readonly stopOnDigit: boolean;
  readonly #clip: Clip;
  readonly #once: boolean;
  readonly #ended: (how: PlayEnd) => void;
  #position = 0;

  constructor(clip: Clip, o: { once?: boolean; stopOnDigit?: boolean; ended?: (how: PlayEnd) => void } = {}) {
    this.#clip = clip;
    this.#once = o.once === true;
    this.stopOnDigit = o.stopOnDigit === true;
    this.#ended = o.ended ?? (() => {});
  }

  /** The next frame; undefined after the last one of a clip that is played once. */
  next(): Frame | undefined {
    const { frames } = this.#clip;
    if (this.#once && this.#position >= frames.length) return undefined;
    const frame = frames[this.#position % frames.length];
    this.#position += 1;
    return frame;
  }

  end(how: PlayEnd): void {
    this.#ended(how);
  }
}
