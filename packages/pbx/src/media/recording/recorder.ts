import {
  addSamples,
  type Codec,
  decodeAudio,
  FRAME_MS,
  FRAME_SAMPLES,
  JitterBuffer,
  limitedSum,
  type RtpPacket,
} from '@cordboard/rtp';
import type { Frame } from '../frame.ts';
import type { Tap } from '../listener.ts';
import type { Paced } from '../pace.ts';
import type { RecordingEnd } from './recording-end.ts';
import { WavFile } from './wav-file.ts';

/** Frames of a mix that may wait for the next step. */
const WAITING_FRAMES = 5;

/** Writes what a party says and hears, or what all of a mix say, into one file as time goes by. */
export class Recorder implements Paced, Tap {
  readonly #file: WavFile;
  readonly #ended: (end: RecordingEnd) => void;
  readonly #said = new JitterBuffer();
  readonly #heard = new JitterBuffer();
  readonly #sum = new Int32Array(FRAME_SAMPLES);
  readonly #out = new Int16Array(FRAME_SAMPLES);
  #frames: Frame[] = [];
  #since: number;
  #frameCount = 0;
  #paused = false;
  #state: 'running' | 'stopping' = 'running';
  #finished: Promise<void> | undefined;

  /** `ended` is told once, when the file is complete. `now` in milliseconds of a clock that does not jump. */
  constructor(path: string, now: number, ended: (end: RecordingEnd) => void) {
    this.#file = new WavFile(path, () => this.stop());
    this.#since = now;
    this.#ended = ended;
  }

  said(packet: RtpPacket, codec: Codec): void {
    this.#said.put(packet, decodeAudio(codec, packet.payload));
  }

  heard(packet: RtpPacket, codec: Codec): void {
    this.#heard.put(packet, decodeAudio(codec, packet.payload));
  }

  heardFrame(frame: Frame): void {
    if (this.#frames.push(frame) > WAITING_FRAMES) this.#frames.shift();
  }

  /** What is said while it is paused is left out, and the time with it. */
  pause(paused: boolean, now: number): void {
    if (this.#paused === paused || this.#state !== 'running') return;
    if (paused) this.tick(now);
    this.#paused = paused;
    this.#since = now;
    this.#frameCount = 0;
  }

  tick(now: number): boolean {
    if (this.#state !== 'running') return false;
    if (this.#paused) this.#mix();
    else {
      // By the clock and not by the steps: after a delay of the worker the length is still right.
      for (const due = (now - this.#since) / FRAME_MS; this.#frameCount < Math.floor(due); this.#frameCount += 1) {
        this.#file.write(this.#mix());
      }
    }
    return true;
  }

  /** Idempotent. */
  stop(): void {
    void this.finish();
  }

  /** Resolves when the file is complete. */
  finish(): Promise<void> {
    if (this.#finished !== undefined) return this.#finished;
    if (!this.#paused) this.tick(performance.now());
    this.#state = 'stopping';
    this.#finished = this.#file.close().then((end) => this.#ended(end));
    return this.#finished;
  }

  #mix(): Int16Array {
    this.#sum.fill(0);
    for (const samples of [this.#said.take(), this.#heard.take(), this.#frames.shift()?.samples]) {
      if (samples !== undefined) addSamples(this.#sum, samples);
    }
    return limitedSum(this.#sum, undefined, this.#out);
  }
}
