import { addSamples, FRAME_SAMPLES, limitedSum } from '@cordboard/rtp';
import type { Channel } from '../channel.ts';
import type { Playback } from '../clip.ts';
import { Frame } from '../frame.ts';
import type { Tap } from '../listener.ts';
import type { Paced } from '../pace.ts';
import { Seat } from './seat.ts';

/**
 * The worker's side of a mixer: every 20 ms each party hears the sum of all others. Those who are silent hear the same
 * sum, which is made and encoded once.
 */
export class Mix implements Paced {
  readonly #seats = new Map<Channel, Seat>();
  readonly #sum = new Int32Array(FRAME_SAMPLES);
  #playback: Playback | undefined;
  #tap: Tap | undefined;
  #open = true;

  add(channel: Channel): void {
    if (this.#seats.has(channel)) return;
    const seat = new Seat(channel);
    this.#seats.set(channel, seat);
    channel.setListener(seat);
    channel.restart();
  }

  remove(channel: Channel): void {
    if (!this.#seats.delete(channel)) return;
    channel.setListener(undefined);
    channel.mute(false);
    channel.deafen(false);
  }

  /** Everybody hears it beside the others; undefined ends it. */
  play(playback: Playback | undefined): void {
    this.#playback?.end('stopped');
    this.#playback = playback;
  }

  /** Who writes down what all say. */
  setTap(tap: Tap): void {
    this.#tap?.stop();
    this.#tap = tap;
  }

  clearTap(tap: Tap): void {
    if (this.#tap === tap) this.#tap = undefined;
  }

  close(): void {
    this.#open = false;
    this.play(undefined);
    for (const channel of [...this.#seats.keys()]) this.remove(channel);
    this.#tap?.stop();
    this.#tap = undefined;
  }

  tick(): boolean {
    this.#sum.fill(0);
    for (const seat of this.#seats.values()) {
      seat.step();
      if (seat.frame !== undefined) addSamples(this.#sum, seat.frame);
    }
    this.#addPlayback();
    const all = this.#without(undefined);
    this.#tap?.heardFrame(all);
    for (const { channel, frame } of this.#seats.values()) {
      channel.hearFrame(frame === undefined ? all : this.#without(frame));
    }
    return this.#open;
  }

  #addPlayback(): void {
    const frame = this.#playback?.next();
    if (frame !== undefined) addSamples(this.#sum, frame.samples);
    else if (this.#playback !== undefined) {
      this.#playback.end('end');
      this.#playback = undefined;
    }
  }

  #without(own: Int16Array | undefined): Frame {
    return new Frame(limitedSum(this.#sum, own, new Int16Array(FRAME_SAMPLES)));
  }
}
