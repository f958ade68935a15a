/** MQTT 3.1.1 section 2.2.3: at most four bytes of seven bits. */
const LENGTH_BITS = 28;

/** Counts the bytes of control packets as they come in, so that nobody has us keep more than `limit` of one. */
export class PacketLimit {
  readonly #limit: number;
  /** Bytes of the present packet that are still to come after its length. */
  #left = 0;
  #inLength = false;
  #length = 0;
  #shift = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False: a packet is longer than the limit, or its length cannot be read. */
  admits(bytes: Uint8Array): boolean {
    for (let at = 0; at < bytes.length; ) {
      const skipped = Math.min(this.#left, bytes.length - at);
      this.#left -= skipped;
      at += skipped;
      if (at < bytes.length && !this.#header(bytes[at++] as number)) return false;
    }
    return true;
  }

  #header(byte: number): boolean {
    if (!this.#inLength) {
      [this.#inLength, this.#length, this.#shift] = [true, 0, 0];
      return true;
    }
    this.#length |= (byte & 0x7f) << this.#shift;
    this.#shift += 7;
    if ((byte & 0x80) !== 0) return this.#shift < LENGTH_BITS;
    this.#inLength = false;
    this.#left = this.#length;
    return this.#length <= this.#limit;
  }
}
