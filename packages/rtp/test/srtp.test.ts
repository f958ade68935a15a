import { describe, expect, test } from 'vitest';
import { deriveKeys, newSrtpKey, type SrtpKey, SrtpOpener, SrtpProtector, srtpSuites, writeRtp } from '../src/index.ts';

const KEY = 'e1f97a0d3e018be0d64fa32c06de4139';
const SALT = '0ec675ad498afeebb6960b3aabe6';
const inline = Buffer.from(KEY + SALT, 'hex').toString('base64');
const known: SrtpKey = { suite: 'AES_CM_128_HMAC_SHA1_80', inline };

const packet = (sequence: number, ssrc = 7) =>
  writeRtp({ payloadType: 0, marker: false, sequence, timestamp: sequence * 160, ssrc, payload: Buffer.alloc(160, 3) });

test('session keys are those of RFC 3711 appendix B.3', () => {
  const keys = deriveKeys(known);
  expect(keys.cipher.toString('hex')).toBe('c61e7a93744f39ee10734afe3ff7a087');
  expect(keys.salt.toString('hex')).toBe('30cbbc08863d8c85d49db34a9ae1');
  expect(keys.authentication.toString('hex')).toBe('cebe321f6ff7716b6fd4ab49af256a156d38baa4');
});

test('a packet is protected as other implementations do', () => {
  const plain = Buffer.from(`800f1234decafbadcafebabe${'ab'.repeat(16)}`, 'hex');
  const sealed = '800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb';
  expect(new SrtpProtector(known).protect(plain)?.toString('hex')).toBe(sealed);
  expect(new SrtpOpener(known).open(Buffer.from(sealed, 'hex'))).toEqual(plain);
});

describe.each(srtpSuites)('%s', (suite) => {
  const key = newSrtpKey(suite);
  const pair = () => ({ from: new SrtpProtector(key), to: new SrtpOpener(key) });

  test('what was protected is opened, and is not readable before', () => {
    const { from, to } = pair();
    const sealed = from.protect(packet(1)) as Buffer;
    expect(sealed.length).toBe(172 + (suite.endsWith('80') ? 10 : 4));
    expect(sealed.subarray(12).includes(Buffer.alloc(8, 3))).toBe(false);
    expect(to.open(sealed)).toEqual(packet(1));
  });

  test('a replay is dropped, also of an old packet', () => {
    const { from, to } = pair();
    const sealed = [...Array(200).keys()].map((sequence) => from.protect(packet(sequence)) as Buffer);
    for (const bytes of sealed) expect(to.open(bytes)).toBeDefined();
    for (const bytes of sealed) expect(to.open(bytes)).toBeUndefined();
  });

  test('late packets are opened in any order within the window', () => {
    const { from, to } = pair();
    const sealed = [...Array(100).keys()].map((sequence) => from.protect(packet(sequence)) as Buffer);
    for (const bytes of sealed.toReversed()) expect(to.open(bytes)).toBeDefined();
  });

  test('each changed byte makes it a forgery', () => {
    const { from, to } = pair();
    const sealed = from.protect(packet(1)) as Buffer;
    for (let at = 0; at < sealed.length; at += 1) {
      const forged = Buffer.from(sealed);
      forged.writeUInt8(forged.readUInt8(at) ^ 1, at);
      expect(to.open(forged), `byte ${at}`).toBeUndefined();
    }
    expect(to.open(sealed)).toBeDefined();
  });

  test('another key opens nothing', () => {
    const sealed = pair().from.protect(packet(1)) as Buffer;
    expect(new SrtpOpener(newSrtpKey(suite)).open(sealed)).toBeUndefined();
  });

  test('the sequence goes round more than once, with losses at the turn', () => {
    const { from, to } = pair();
    for (let index = 65_000; index < 3 * 65_536; index += 97) {
      const sealed = from.protect(packet(index & 0xffff)) as Buffer;
      expect(to.open(sealed), `packet ${index}`).toEqual(packet(index & 0xffff));
    }
  });

  test('a packet of before the turn that comes after it is opened', () => {
    const { from, to } = pair();
    const [first, late, next] = [65_534, 65_535, 0].map((sequence) => from.protect(packet(sequence)) as Buffer);
    expect(to.open(first as Buffer)).toEqual(packet(65_534));
    expect(to.open(next as Buffer)).toEqual(packet(0));
    expect(to.open(late as Buffer)).toEqual(packet(65_535));
  });

  test('streams do not disturb one another', () => {
    const { from, to } = pair();
    for (let turn = 0; turn < 40; turn += 1) {
      for (const ssrc of [1, 2, 3]) {
        const bytes = packet((turn * 9_000 + ssrc) & 0xffff, ssrc);
        expect(to.open(from.protect(bytes) as Buffer)).toEqual(bytes);
      }
    }
  });
});

test('bytes of any kind are dropped', () => {
  const to = new SrtpOpener(known);
  for (const length of [0, 1, 11, 12, 15, 16, 22, 30, 200]) {
    for (const fill of [0, 0x80, 0x9f, 0xff]) expect(to.open(Buffer.alloc(length, fill))).toBeUndefined();
  }
});

test('sources and an extension stay readable and authentic', () => {
  const header = Buffer.from('92000001000000010000000700000001000000020bede0010102030405', 'hex').subarray(0, 28);
  const plain = Buffer.concat([header.subarray(0, 20), Buffer.from('bede000101020304', 'hex'), Buffer.alloc(20, 9)]);
  const sealed = new SrtpProtector(known).protect(plain) as Buffer;
  expect(sealed.subarray(0, 28)).toEqual(plain.subarray(0, 28));
  expect(new SrtpOpener(known).open(sealed)).toEqual(plain);
});
