import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Place } from '../udp-port.ts';

const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 20;
/** With its attribute's header. */
const FINGERPRINT_BYTES = 8;
const FINGERPRINT_MASK = 0x5354554e;

/** Binding is the only method that ICE uses (RFC 8489 section 18.2). */
const messageTypes = { request: 0x0001, indication: 0x0011, success: 0x0101, error: 0x0111 } as const;
export type StunClass = keyof typeof messageTypes;

/** Attributes that ICE uses (RFC 8489 section 18.3, RFC 8445 section 16.1). */
export const attributeTypes = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  mappedAddress: 0x0020,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlled: 0x8029,
  iceControlling: 0x802a,
} as const;
export type StunAttribute = keyof typeof attributeTypes;

export interface StunMessage {
  readonly kind: StunClass;
  /** 12 bytes in hexadecimal. */
  readonly transaction: string;
  readonly attributes: ReadonlyMap<number, Buffer>;
  /** Was it made by someone who knows the password? */
  isFrom(password: string): boolean;
}

export function newTransaction(): string {
  return randomBytes(12).toString('hex');
}

/** A message with MESSAGE-INTEGRITY and FINGERPRINT. */
export function writeStun(o: {
  kind: StunClass;
  transaction: string;
  attributes: readonly (readonly [StunAttribute, Buffer])[];
  password: string;
}): Buffer {
  const body = Buffer.concat(o.attributes.map(([name, value]) => attribute(name, value)));
  const header = Buffer.alloc(8);
  header.writeUInt16BE(messageTypes[o.kind], 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  const start = Buffer.concat([header, Buffer.from(o.transaction, 'hex'), body]);
  const signed = Buffer.concat([start, attribute('integrity', integrity(start, o.password))]);
  return Buffer.concat([withLength(signed, FINGERPRINT_BYTES), attribute('fingerprint', fingerprint(signed))]);
}

/** Undefined when the bytes are no STUN binding message with a right fingerprint, whatever they are. */
export function readStun(bytes: Buffer): StunMessage | undefined {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(4) !== MAGIC_COOKIE) return undefined;
  if (bytes.readUInt16BE(2) !== bytes.length - HEADER_BYTES) return undefined;
  const kind = (Object.keys(messageTypes) as StunClass[]).find((name) => messageTypes[name] === bytes.readUInt16BE(0));
  const attributes = new Map<number, Buffer>();
  let signedBytes: number | undefined;
  let marked = false;
  for (let at = HEADER_BYTES; at < bytes.length; ) {
    if (at + 4 > bytes.length) return undefined;
    const [type, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
    if (at + 4 + length > bytes.length) return undefined;
    const value = bytes.subarray(at + 4, at + 4 + length);
    if (type === attributeTypes.fingerprint) marked = value.equals(fingerprint(bytes.subarray(0, at)));
    // What follows the integrity is not protected by it (RFC 8489 section 14.5).
    if (signedBytes === undefined && !attributes.has(type)) attributes.set(type, value);
    if (type === attributeTypes.integrity) signedBytes ??= at;
    at += 4 + padded(length);
  }
  if (kind === undefined || !marked) return undefined;
  return {
    kind,
    transaction: bytes.toString('hex', 8, HEADER_BYTES),
    attributes,
    isFrom(password) {
      const told = attributes.get(attributeTypes.integrity);
      if (signedBytes === undefined || told?.length !== INTEGRITY_BYTES) return false;
      return timingSafeEqual(integrity(bytes.subarray(0, signedBytes), password), told);
    },
  };
}

/** RFC 8489 section 14.2. IPv4 only needs the cookie; IPv6 the transaction too. */
export function mappedAddress({ address, port }: Place, transaction: string): Buffer {
  const mask = Buffer.concat([uint32(MAGIC_COOKIE), Buffer.from(transaction, 'hex')]);
  const raw = addressBytes(address);
  const head = Buffer.from([0, raw.length === 4 ? 1 : 2, 0, 0]);
  head.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  return Buffer.concat([head, raw.map((byte, index) => byte ^ (mask[index] as number))]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = (address.split('%')[0] as string).split('::');
  const groups = (text: string) => text.split(':').filter(Boolean);
  const [before, after] = [groups(head), groups(tail)];
  const gap = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return Buffer.from([...before, ...gap, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function attribute(name: StunAttribute, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16BE(attributeTypes[name], 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

/** Over the message so far, whose length counts the integrity itself. */
function integrity(start: Buffer, password: string): Buffer {
  return createHmac('sha1', password)
    .update(withLength(start, 4 + INTEGRITY_BYTES))
    .digest();
}

function fingerprint(signed: Buffer): Buffer {
  return uint32(crc32(withLength(signed, FINGERPRINT_BYTES)) ^ FINGERPRINT_MASK);
}

function withLength(message: Buffer, more: number): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(message.length - HEADER_BYTES + more, 2);
  return copy;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
