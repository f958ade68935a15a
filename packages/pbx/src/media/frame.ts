import { type Codec, encodeAudio } from '@cordboard/rtp';

/** 20 ms of sound that several may hear: encoded once for each law. */
export class Frame {
  readonly samples: Int16Array;
  #mu: Buffer | undefined;
  #a: Buffer | undefined;

  constructor(samples: Int16Array) {
    this.samples = samples;
  }

  bytes(codec: Codec): Buffer {
    if (codec === 'PCMU') {
      this.#mu ??= encodeAudio(codec, this.samples);
      return this.#mu;
    }
    this.#a ??= encodeAudio(codec, this.samples);
    return this.#a;
  }
}
