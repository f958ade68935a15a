import type { RtpPacket } from '@cordboard/rtp';
import { type Meter, writeMeter } from './meter.ts';
import type { MediaStats } from './protocol.ts';

const SAMPLES_PER_MS = 8;
/** A jump of the timestamp beyond this is a new talk, not jitter. */
const TALK_MS = 1_000;
/** A jump of the sequence beyond this is a new stream, not loss (MAX_DROPOUT of RFC 3550 appendix A.1). */
const DROPOUT_LIMIT = 3_000;

/** Counts what comes in on one stream (RFC 3550 appendices A.3 and A.8). */
export class Reception {
  packets = 0;
  #ssrc: number | undefined;
  #first = 0;
  #highest = 0;
  #cycles = 0;
  #ofStream = 0;
  #lostBefore = 0;
  #transit: number | undefined;
  #lastTimestamp: number | undefined;
  #jitterMs = 0;
  #samplesPerMs = SAMPLES_PER_MS;

  /** `nowMs` of a clock that does not jump; `samplesPerMs` of the packet's timestamp, as before without it. */
  take(packet: RtpPacket, nowMs: number, samplesPerMs = this.#samplesPerMs): void {
    if (samplesPerMs !== this.#samplesPerMs) this.#transit = undefined;
    this.#samplesPerMs = samplesPerMs;
    this.packets += 1;
    const ahead = (packet.sequence - this.#highest) & 0xffff;
    const behind = 0x10000 - ahead;
    if (packet.ssrc !== this.#ssrc || Math.min(ahead, behind) > DROPOUT_LIMIT) this.#begin(packet);
    else if (ahead < behind) {
      if (packet.sequence < this.#highest) this.#cycles += 0x10000;
      this.#highest = packet.sequence;
    }
    this.#ofStream += 1;
    this.#measureJitter(packet, nowMs);
  }

  stats(packetsSent: number): MediaStats {
    return {
      packetsSent,
      packetsReceived: this.packets,
      lost: this.#lostBefore + this.#lostNow(),
      jitterMs: Math.round(this.#jitterMs * 10) / 10,
    };
  }

  writeTo(meter: Meter): void {
    writeMeter(meter, this.packets, this.#lostBefore + this.#lostNow(), this.#jitterMs);
  }

  #begin(packet: RtpPacket): void {
    this.#lostBefore += this.#lostNow();
    this.#ssrc = packet.ssrc;
    this.#first = packet.sequence;
    this.#highest = packet.sequence;
    this.#cycles = 0;
    this.#ofStream = 0;
    this.#transit = undefined;
  }

  #lostNow(): number {
    if (this.#ssrc === undefined) return 0;
    return Math.max(0, this.#cycles + this.#highest - this.#first + 1 - this.#ofStream);
  }

  #measureJitter(packet: RtpPacket, nowMs: number): void {
    // Packets of one digit carry the time of its start (RFC 4733 section 2.1).
    if (packet.timestamp === this.#lastTimestamp) return;
    this.#lastTimestamp = packet.timestamp;
    const transit = nowMs - packet.timestamp / this.#samplesPerMs;
    const difference = this.#transit === undefined ? 0 : Math.abs(transit - this.#transit);
    this.#transit = transit;
    if (difference < TALK_MS) this.#jitterMs += (difference - this.#jitterMs) / 16;
  }
}
