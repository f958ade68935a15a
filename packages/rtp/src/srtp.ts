import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { SrtpIndex } from './srtp-index.ts';
import { deriveKeys, type SessionKeys, type SrtpKey, type SrtpSuite } from './srtp-keys.ts';

const HEADER_BYTES = 12;
const TAG_BYTES: Readonly<Record<SrtpSuite, number>> = { AES_CM_128_HMAC_SHA1_80: 10, AES_CM_128_HMAC_SHA1_32: 4 };
/** Streams that one sender may have at a time: a telephone begins another one when it restarts its audio. */
const STREAM_LIMIT = 16;

/** The streams of one direction, each with its own count of packets, under one key (RFC 3711 section 3.2.3). */
class Streams {
  readonly keys: SessionKeys;
  readonly tagBytes: number;
  readonly #indexes = new Map<number, SrtpIndex>();

  constructor(key: SrtpKey) {
    this.keys = deriveKeys(key);
    this.tagBytes = TAG_BYTES[key.suite];
  }

  index(ssrc: number): SrtpIndex {
    return this.#indexes.get(ssrc) ?? new SrtpIndex();
  }

  keep(ssrc: number, index: SrtpIndex): void {
    this.#indexes.delete(ssrc);
    this.#indexes.set(ssrc, index);
    const oldest = this.#indexes.keys().next().value;
    if (this.#indexes.size > STREAM_LIMIT && oldest !== undefined) this.#indexes.delete(oldest);
  }
}

/** Encrypts what we send: AES in counter mode, authenticated by HMAC-SHA1 (RFC 3711). */
export class SrtpProtector {
  readonly #streams: Streams;

  constructor(key: SrtpKey) {
    this.#streams = new Streams(key);
  }

  /** The protected packet; undefined when it is older than the stream. */
  protect(rtp: Buffer): Buffer | undefined {
    const ssrc = rtp.readUInt32BE(8);
    const stream = this.#streams.index(ssrc);
    const index = stream.guess(rtp.readUInt16BE(2));
    if (index === undefined) return undefined;
    stream.take(index);
    this.#streams.keep(ssrc, stream);
    const { keys, tagBytes } = this.#streams;
    const start = headerBytes(rtp) ?? HEADER_BYTES;
    const body = Buffer.concat([rtp.subarray(0, start), crypt(keys, ssrc, index, rtp.subarray(start))]);
    return Buffer.concat([body, tagOf(keys, body, index, tagBytes)]);
  }
}

/** Decrypts what the far side sends; what is forged, changed or came before is dropped. */
export class SrtpOpener {
  readonly #streams: Streams;

  constructor(key: SrtpKey) {
    this.#streams = new Streams(key);
  }

  /** The RTP packet; undefined when the bytes are no genuine new one, whatever they are. */
  open(bytes: Buffer): Buffer | undefined {
    const { keys, tagBytes } = this.#streams;
    if (bytes.length < HEADER_BYTES + tagBytes) return undefined;
    const body = bytes.subarray(0, bytes.length - tagBytes);
    const start = headerBytes(body);
    if (start === undefined) return undefined;
    const ssrc = bytes.readUInt32BE(8);
    const stream = this.#streams.index(ssrc);
    const index = stream.guess(bytes.readUInt16BE(2));
    if (index === undefined || stream.isReplay(index)) return undefined;
    if (!timingSafeEqual(tagOf(keys, body, index, tagBytes), bytes.subarray(body.length))) return undefined;
    stream.take(index);
    this.#streams.keep(ssrc, stream);
    return Buffer.concat([body.subarray(0, start), crypt(keys, ssrc, index, body.subarray(start))]);
  }
}

/** Length of fixed header, sources and extension; undefined when the bytes end before. */
function headerBytes(bytes: Buffer): number | undefined {
  const first = bytes.readUInt8(0);
  if (first >> 6 !== 2) return undefined;
  let end = HEADER_BYTES + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (bytes.length < end + 4) return undefined;
    end += 4 + bytes.readUInt16BE(end + 2) * 4;
  }
  return end <= bytes.length ? end : undefined;
}

/** Section 4.1.1; the same step encrypts and decrypts. */
function crypt(keys: SessionKeys, ssrc: number, index: number, payload: Buffer): Buffer {
  const counter = Buffer.alloc(16);
  keys.salt.copy(counter);
  counter.writeUInt32BE((counter.readUInt32BE(4) ^ ssrc) >>> 0, 4);
  counter.writeUInt32BE((counter.readUInt32BE(8) ^ rollovers(index)) >>> 0, 8);
  counter.writeUInt16BE(counter.readUInt16BE(12) ^ (index % 0x10000), 12);
  return createCipheriv('aes-128-ctr', keys.cipher, counter).update(payload);
}

/** Section 4.2. */
function tagOf(keys: SessionKeys, body: Buffer, index: number, bytes: number): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(rollovers(index));
  return createHmac('sha1', keys.authentication).update(body).update(counter).digest().subarray(0, bytes);
}

function rollovers(index: number): number {
  return Math.floor(index / 0x10000) >>> 0;
}
