import { readFile } from 'node:fs/promises';
import { readWav, toneAmplitude, WAV_HEADER_BYTES } from '@cordboard/rtp';

const SAMPLES_PER_MS = 8;

/** A recording as any program would read it. */
export class SoundFile {
  readonly samples: Int16Array;
  readonly bytes: number;
  /** Length that the header tells. */
  readonly toldMs: number;

  private constructor(file: Buffer) {
    this.bytes = file.length;
    this.samples = readWav(file).samples;
    this.toldMs = file.readUInt32LE(WAV_HEADER_BYTES - 4) / 2 / SAMPLES_PER_MS;
  }

  static async read(path: string): Promise<SoundFile> {
    return new SoundFile(await readFile(path));
  }

  get ms(): number {
    return this.samples.length / SAMPLES_PER_MS;
  }

  /** Amplitude of a tone between two moments. */
  level(hz: number, fromMs: number, toMs: number): number {
    return toneAmplitude(this.samples.subarray(fromMs * SAMPLES_PER_MS, toMs * SAMPLES_PER_MS), hz);
  }

  /** The loudest that the tone is in any 100 ms. */
  peak(hz: number): number {
    return Math.max(...this.#levels(hz));
  }

  /** How long the tone is heard, to 100 ms. */
  heardMs(hz: number, threshold = 2_000): number {
    return this.#levels(hz).filter((level) => level > threshold).length * 100;
  }

  #levels(hz: number): number[] {
    return Array.from({ length: Math.floor(this.ms / 100) }, (_, index) =>
      this.level(hz, index * 100, (index + 1) * 100),
    );
  }
}
