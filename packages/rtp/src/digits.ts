/** Keys of a telephone, in the order of their event numbers (RFC 4733 section 3.2). */
const KEYS = '0123456789*#ABCD';
const END = 0x80;
/** -10 dBm0 (section 2.3.3: the sign is left out). */
const VOLUME = 10;
const SAMPLES_PER_MS = 8;
const LONGEST = 0xffff;

/** A key that was pressed, and for how long. */
export interface Digit {
  readonly digit: string;
  readonly durationMs: number;
}

/** May these characters be sent as digits? */
export function areDigits(text: string): boolean {
  return text.length > 0 && [...text].every((key) => KEYS.includes(key.toUpperCase()));
}

/** Payload of one packet about a key that has been down for so many samples. */
export function digitPayload(digit: string, samples: number, end: boolean): Buffer {
  const payload = Buffer.alloc(4);
  payload[0] = KEYS.indexOf(digit.toUpperCase());
  payload[1] = (end ? END : 0) | VOLUME;
  payload.writeUInt16BE(Math.min(samples, LONGEST), 2);
  return payload;
}

interface Packet {
  readonly ssrc: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** Reads the packets about digits: each is told once, however often its packets are repeated (section 2.5.1). */
export class DigitReader {
  #open: { readonly ssrc: number; readonly timestamp: number; readonly digit: string; samples: number } | undefined;
  #told: { readonly ssrc: number; readonly timestamp: number } | undefined;

  /** Is a key down? */
  get open(): boolean {
    return this.#open !== undefined;
  }

  /** Digits that this packet ends. */
  take(packet: Packet): Digit[] {
    const { payload } = packet;
    const digit = KEYS[payload[0] ?? KEYS.length];
    if (payload.length < 4 || digit === undefined || isSame(this.#told, packet)) return [];
    const before = isSame(this.#open, packet) ? [] : this.#close();
    const samples = ((payload[2] as number) << 8) | (payload[3] as number);
    this.#open = {
      ssrc: packet.ssrc,
      timestamp: packet.timestamp,
      digit,
      samples: Math.max(samples, this.#open?.samples ?? 0),
    };
    return ((payload[1] as number) & END) === 0 ? before : [...before, ...this.#close()];
  }

  /** The key is up, though none of the packets that say so came: something else was heard meanwhile. */
  close(): Digit[] {
    return this.#close();
  }

  #close(): Digit[] {
    const open = this.#open;
    if (open === undefined) return [];
    this.#open = undefined;
    this.#told = open;
    return [{ digit: open.digit, durationMs: Math.round(open.samples / SAMPLES_PER_MS) }];
  }
}

function isSame(one: { ssrc: number; timestamp: number } | undefined, other: Packet): boolean {
  return one !== undefined && one.ssrc === other.ssrc && one.timestamp === other.timestamp;
}
