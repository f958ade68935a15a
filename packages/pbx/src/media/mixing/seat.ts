import { decodeAudio, JitterBuffer, type RtpPacket } from '@cordboard/rtp';
import type { Channel } from '../channel.ts';
import { type Content, isG711, type Listener } from '../listener.ts';

/** Softer than this is silence: line noise need not be mixed into everybody's ear. */
const QUIET = 24;

/** A party's place in a mix: brings what it says to the common pace. */
export class Seat implements Listener {
  readonly channel: Channel;
  readonly #buffer = new JitterBuffer();
  /** What it says in this step; undefined is silence. */
  frame: Int16Array | undefined;

  constructor(channel: Channel) {
    this.channel = channel;
  }

  hear(packet: RtpPacket, content: Content): void {
    if (isG711(content)) this.#buffer.put(packet, decodeAudio(content, packet.payload));
  }

  step(): void {
    const frame = this.#buffer.take();
    this.frame = frame?.some((sample) => sample > QUIET || sample < -QUIET) ? frame : undefined;
  }
}
