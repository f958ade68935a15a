import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatNameAddr,
  formatUri,
  parseMessage,
  parseNameAddr,
  parseUri,
  parseVia,
  SipHeaders,
  type SipRequest,
  writeMessage,
} from '../src/index.ts';
import { parse, parseRequest } from './support/parse.ts';
import { requestText } from './support/texts.ts';

const runs = { numRuns: 10_000, interruptAfterTimeLimit: 2_500, markInterruptAsFailure: false };
const token = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~-]{1,20}$/);
const words = fc.string({ unit: 'grapheme', maxLength: 30 });

describe('what is written is read again', () => {
  const oneLine = words.map((text) => text.replace(/[\r\n]/g, '').trim());
  const request = fc.record({
    method: token,
    user: words.filter((text) => text !== '' && text.isWellFormed()),
    displayName: words.filter((text) => text.isWellFormed()),
    tag: token,
    callId: token,
    cseq: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    subject: oneLine.filter((text) => text.isWellFormed()),
    body: fc.uint8Array({ maxLength: 200 }),
  });

  test('requests', () => {
    fc.assert(
      fc.property(request, (o) => {
        const uri = formatUri({ scheme: 'sip', user: o.user, host: 'example.com', port: 5070, params: new Map() });
        const from = formatNameAddr({ displayName: o.displayName, uri, params: new Map([['tag', o.tag]]) });
        const headers = SipHeaders.of([
          ['Via', 'SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx'],
          ['From', from],
          ['To', '<sip:b@example.com>'],
          ['Call-ID', o.callId],
          ['CSeq', `${o.cseq} ${o.method}`],
          ['Subject', o.subject],
        ]);
        const { head } = parseRequest(requestText({ method: 'X', port: 1 }));
        const sent: SipRequest = { kind: 'request', method: o.method, uri, headers, body: Buffer.from(o.body), head };
        const bytes = writeMessage(sent);
        const read = parseRequest(bytes);
        expect([read.method, read.uri, read.head.callId, read.head.cseq]).toEqual([
          o.method,
          uri,
          o.callId,
          { number: o.cseq, method: o.method },
        ]);
        expect(parseUri(read.uri)?.user).toBe(o.user);
        // A line break in a name becomes a space: it could begin a header otherwise.
        expect(read.head.from.displayName ?? '').toBe(o.displayName.replace(/[\r\n]/g, ' '));
        expect(read.head.from.params.get('tag')).toBe(o.tag);
        expect(read.headers.get('Subject')).toBe(o.subject);
        expect(Buffer.compare(read.body, sent.body)).toBe(0);
        expect(Buffer.compare(writeMessage(read), bytes)).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('no bytes break the parser', () => {
  const folder = new URL('fixtures/rfc4475/', import.meta.url);
  const seeds = readdirSync(folder).map((file) => readFileSync(new URL(file, folder)));

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        parseMessage(Buffer.from(bytes));
      }),
      runs,
    );
  });

  test('torture messages with bytes changed, cut out and put in', () => {
    const edit = fc.record({
      at: fc.nat(2_000),
      cut: fc.nat(20),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc.constantFrom('\r\n', '\r\n\r\n', ',', ';', '"', '<', '\\', ':', '\0'),
      ),
    });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }), (seed, edits) => {
        const bytes = edits.reduce((message, { at, cut, put }) => {
          const index = at % (message.length + 1);
          return Buffer.concat([message.subarray(0, index), Buffer.from(put), message.subarray(index + cut)]);
        }, seed);
        const result = parseMessage(bytes);
        if (!result.ok) return;
        for (const [key] of result.message.headers.entries()) result.message.headers.all(key).map(parseNameAddr);
        result.message.headers.all('via').map(parseVia);
        // Whatever is accepted can be written, and reads as the same message again.
        const again = parse(writeMessage(result.message));
        expect([again.head.callId, again.head.cseq]).toEqual([result.message.head.callId, result.message.head.cseq]);
      }),
      runs,
    );
  });

  test('text as address, URI and Via', () => {
    const pieces = fc.constantFrom(
      'sip:',
      '<',
      '>',
      '"',
      '\\',
      ';',
      '=',
      '@',
      ':',
      '[',
      ']',
      '%',
      '%zz',
      '?',
      ',',
      ' ',
      'a',
      '1',
      'SIP/2.0/UDP ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, words), { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        parseUri(text);
        parseNameAddr(text);
        parseVia(text);
      }),
      runs,
    );
  });
});

describe('time grows with the length only', () => {
  const line = (name: string, value: string) =>
    Buffer.from(requestText({ method: 'INVITE', port: 5060, headers: [`${name}: ${value}`] }));
  const fillings: [string, (n: number) => string][] = [
    ['commas', (n) => ','.repeat(n)],
    ['items', (n) => 'a,'.repeat(n / 2)],
    ['semicolons', (n) => `<sip:a>${';'.repeat(n)}`],
    ['parameters', (n) => `<sip:a>${';a=b'.repeat(n / 4)}`],
    ['quotes', (n) => '"'.repeat(n + 1)],
    ['backslashes in quotes', (n) => `"${'\\'.repeat(n)}`],
    ['open brackets', (n) => '<'.repeat(n)],
    ['spaces', (n) => `a${' '.repeat(n)}b`],
    ['spaces and an open bracket', (n) => `${'a '.repeat(n / 2)}<`],
    ['ats', (n) => `<sip:${'@'.repeat(n)}>`],
    ['percents', (n) => `<sip:${'%41'.repeat(n / 3)}@a>`],
    ['dots in a host', (n) => `<sip:${'a.'.repeat(n / 2)}->`],
    ['folds', (n) => `a${'\r\n b'.repeat(n / 4)}`],
    ['digest pairs', (n) => `Digest ${'a=b,'.repeat(n / 4)}"`],
  ];
  // 30 times the input may take 30 times the time; what is quadratic takes 900 times, seconds instead of milliseconds.
  test.each(fillings)('60 kB of %s', (_title, fill) => {
    const work = (n: number) => {
      for (const name of ['Contact', 'Via', 'From', 'Subject', 'Authorization']) {
        const bytes = line(name, fill(n));
        const result = parseMessage(bytes);
        if (result.ok) for (const [key] of result.message.headers.entries()) result.message.headers.all(key).map(read);
      }
      read(fill(n));
    };
    const read = (value: string) => [parseNameAddr(value), parseVia(value), parseUri(value), parseUri(`sip:${value}`)];
    const cpu = process.cpuUsage();
    work(60_000);
    expect(process.cpuUsage(cpu).user / 1_000).toBeLessThan(1_500);
  });

  test('60 kB of headers, of blank lines, of one header line', () => {
    const cpu = process.cpuUsage();
    for (const text of ['\r\n'.repeat(30_000), 'a:b\r\n'.repeat(12_000), `a:${'b'.repeat(60_000)}\r\n`]) {
      parseMessage(Buffer.from(`OPTIONS sip:a SIP/2.0\r\n${text}\r\n`));
    }
    expect(process.cpuUsage(cpu).user / 1_000).toBeLessThan(1_500);
  });
});
