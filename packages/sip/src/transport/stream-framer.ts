/** A message with headers larger than this is an attack. */
export const HEAD_LIMIT = 32 * 1_024;
export const BODY_LIMIT = 64 * 1_024;
const CONTENT_LENGTH = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*(?=\r\n|$)/i;

/** What a piece of the stream held. */
export interface Framed {
  readonly messages: Buffer[];
  /** A double CRLF came: the peer asks for a sign of life (RFC 5626 section 3.5.1). */
  readonly pings: number;
  /** The stream cannot be read on; the connection must be closed. */
  readonly broken?: string;
}

/** Cuts a byte stream into messages by their Content-Length (RFC 3261 section 18.3). */
export class StreamFramer {
  #pending: Buffer = Buffer.alloc(0);

  /** Has a message begun whose end is awaited? Line breaks before it are none. */
  get unfinished(): boolean {
    const first = this.#pending[0];
    return first !== undefined && first !== 0x0d && first !== 0x0a;
  }

  push(chunk: Buffer): Framed {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const messages: Buffer[] = [];
    let pings = 0;
    for (;;) {
      pings += this.#skipKeepAlive();
      const end = this.#pending.indexOf('\r\n\r\n');
      if (end < 0) {
        const broken = this.#pending.length > HEAD_LIMIT ? 'Headers are too long' : undefined;
        return { messages, pings, ...(broken === undefined ? {} : { broken }) };
      }
      if (end > HEAD_LIMIT) return { messages, pings, broken: 'Headers are too long' };
      const length = CONTENT_LENGTH.exec(this.#pending.toString('latin1', 0, end))?.[1];
      if (length === undefined) return { messages, pings, broken: 'No Content-Length on a stream' };
      if (Number(length) > BODY_LIMIT) return { messages, pings, broken: 'The body is too long' };
      const size = end + 4 + Number(length);
      if (this.#pending.length < size) return { messages, pings };
      messages.push(this.#pending.subarray(0, size));
      this.#pending = this.#pending.subarray(size);
    }
  }

  /** Removes line breaks before a message; gives how many pings they were. */
  #skipKeepAlive(): number {
    let at = 0;
    while (this.#pending[at] === 0x0d || this.#pending[at] === 0x0a) at += 1;
    // The rest of a double CRLF may still be under way.
    if (at < 4 && this.#pending.length === at) return 0;
    this.#pending = this.#pending.subarray(at);
    return Math.floor(at / 4);
  }
}
