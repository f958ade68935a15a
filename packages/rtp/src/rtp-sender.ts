import { randomBytes } from 'node:crypto';
import { type RtpPacket, writeRtp } from './rtp-packet.ts';

/** Samples in a frame of 20 ms. */
export const FRAME_SAMPLES = 160;
export const FRAME_MS = 20;
const SAMPLES_PER_MS = FRAME_SAMPLES / FRAME_MS;

/**
 * One outgoing RTP stream: SSRC, sequence and timestamp go on without a break, whatever source feeds it
 * (RFC 3550 section 5.1), so that the far telephone does not notice when a call is moved.
 */
export class RtpSender {
  readonly #ssrc = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();
  #timestamp = randomBytes(4).readUInt32BE();
  #source: { ssrc: number; sequenceOffset: number; timestampOffset: number } | undefined;
  #fresh = true;
  /** Time that has passed since the timestamp without moving it. */
  #passedMs = 0;
  /** How fast the timestamps count: at the pace of what was sent last. */
  #samplesPerMs = SAMPLES_PER_MS;
  #sentAt: number | undefined;
  readonly #now: () => number;

  /** `now` in milliseconds, of a clock that does not jump. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A frame that is made here. */
  frame(payloadType: number, payload: Uint8Array): Buffer {
    this.#countBy(SAMPLES_PER_MS);
    this.#step(true);
    return this.#write(payloadType, payload, this.#takeMarker());
  }

  /** A packet about a digit: all of one digit carry the time of its start (RFC 4733 section 2.5.1.2). */
  digit(payloadType: number, payload: Uint8Array, first: boolean): Buffer {
    this.#step(first);
    if (!first) this.pass();
    return this.#write(payloadType, payload, first);
  }

  /** A frame's time goes by in which nothing is sent. */
  pass(): void {
    this.#passedMs += FRAME_MS;
  }

  /**
   * A packet of another stream, carried on in this one: gaps and order stay as they came. `samplesPerMs` of its
   * timestamps; without it as before.
   */
  relay(packet: RtpPacket, payloadType: number, payload: Uint8Array, samplesPerMs = this.#samplesPerMs): Buffer {
    this.#countBy(samplesPerMs);
    const source = this.#followed(packet);
    const fresh = this.#takeMarker();
    const sequence = (packet.sequence + source.sequenceOffset) & 0xffff;
    const timestamp = (packet.timestamp + source.timestampOffset) >>> 0;
    // The stream stands where its newest packet stands; a late one does not move it back.
    if (((sequence - this.#sequence) & 0xffff) < 0x8000) {
      this.#sequence = sequence;
      this.#timestamp = timestamp;
    }
    this.#sentAt = this.#now();
    return writeRtp({ payloadType, marker: fresh || packet.marker, sequence, timestamp, ssrc: this.#ssrc, payload });
  }

  /** The next packet begins a new talk: another party is heard. */
  restart(): void {
    this.#source = undefined;
    this.#fresh = true;
  }

  /** Another pace is another codec, and begins a new talk. */
  #countBy(samplesPerMs: number): void {
    if (samplesPerMs === this.#samplesPerMs) return;
    this.#samplesPerMs = samplesPerMs;
    this.restart();
  }

  #step(inTime: boolean): void {
    this.#source = undefined;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    if (!inTime) return;
    this.#timestamp = (this.#timestamp + this.#stepSamples()) >>> 0;
    this.#passedMs = 0;
  }

  /** A new talk begins where its time is: a listener would take a pause that is not told for jitter, and wait. */
  #stepSamples(): number {
    const steps = this.#fresh && this.#sentAt !== undefined ? Math.round((this.#now() - this.#sentAt) / FRAME_MS) : 1;
    return (FRAME_MS * Math.max(1, steps) + this.#passedMs) * this.#samplesPerMs;
  }

  #followed(packet: RtpPacket): { sequenceOffset: number; timestampOffset: number } {
    if (this.#source?.ssrc === packet.ssrc) return this.#source;
    this.#source = {
      ssrc: packet.ssrc,
      sequenceOffset: (this.#sequence + 1 - packet.sequence) & 0xffff,
      timestampOffset: this.#timestamp + this.#stepSamples() - packet.timestamp,
    };
    this.#passedMs = 0;
    return this.#source;
  }

  #takeMarker(): boolean {
    const fresh = this.#fresh;
    this.#fresh = false;
    return fresh;
  }

  #write(payloadType: number, payload: Uint8Array, marker: boolean): Buffer {
    this.#sentAt = this.#now();
    const [sequence, timestamp, ssrc] = [this.#sequence, this.#timestamp, this.#ssrc];
    return writeRtp({ payloadType, marker, sequence, timestamp, ssrc, payload });
  }
}
