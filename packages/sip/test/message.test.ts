import { describe, expect, test } from 'vitest';
import { formatNameAddr, parseMessage, parseNameAddr, SipHeaders, writeMessage } from '../src/index.ts';
import { parse, parseRequest } from './support/parse.ts';
import { requestText } from './support/texts.ts';

const invite = (...headers: string[]) => requestText({ method: 'INVITE', port: 5060, headers });

describe('header fields', () => {
  const compact: [string, string, string][] = [
    ['a', 'Accept-Contact', '*;audio'],
    ['b', 'Referred-By', '<sip:r@example.com>'],
    ['e', 'Content-Encoding', 'identity'],
    ['k', 'Supported', 'timer'],
    ['m', 'Contact', '<sip:b@example.com>'],
    ['o', 'Event', 'talk'],
    ['r', 'Refer-To', '<sip:c@example.com>'],
    ['s', 'Subject', 'hello'],
    ['u', 'Allow-Events', 'talk'],
    ['x', 'Session-Expires', '1800'],
  ];
  test.each(compact)('%s is the compact form of %s', (short, long, value) => {
    const headers = parse(invite(`${short.toUpperCase()}: ${value}`)).headers;
    expect(headers.all(long).at(-1)).toBe(value);
    expect(writeMessage(parse(invite(`${short}: ${value}`))).toString()).toContain(`\r\n${long}: ${value}\r\n`);
  });

  test('a whole message in compact forms is read as the long one', () => {
    const text = [
      'INVITE sip:bob@example.com SIP/2.0',
      'v:SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx',
      'f:<sip:a@example.com>;tag=1',
      't:<sip:bob@example.com>',
      'i:abc',
      'CSEQ:1 INVITE',
      'c:application/sdp',
      'l:3',
      '',
      'v=0',
    ].join('\r\n');
    const message = parseRequest(text);
    expect([message.head.callId, message.head.via.host, message.headers.get('Content-Type')]).toEqual([
      'abc',
      '127.0.0.1',
      'application/sdp',
    ]);
    expect(message.body.toString()).toBe('v=0');
  });

  test('folded lines are one value', () => {
    const { headers } = parse(invite('Subject:\tone', '\ttwo  ', '   three\t'));
    expect(headers.get('subject')).toBe('one two three');
  });

  const lists: [string, string[]][] = [
    ['one line with commas', ['Route: <sip:a;lr>, <sip:b,c;lr> ,<sip:d>']],
    ['one line each', ['Route: <sip:a;lr>', 'Route: <sip:b,c;lr>', 'Route: <sip:d>']],
    ['mixed', ['Route: <sip:a;lr>', 'route: <sip:b,c;lr>, <sip:d>']],
  ];
  test.each(lists)('a list, %s', (_title, lines) => {
    expect(parse(invite(...lines)).headers.all('Route')).toEqual(['<sip:a;lr>', '<sip:b,c;lr>', '<sip:d>']);
  });

  test('several Contacts in one line, as registrars answer', () => {
    const text = invite().replace(/Contact:.*/, 'm: <sip:a@1>;expires=60,"B, C" <sip:b@2>;q=0.5');
    expect(parse(text).headers.all('contact')).toEqual(['<sip:a@1>;expires=60', '"B, C" <sip:b@2>;q=0.5']);
  });

  test('commas in quotes and in headers that are no list separate nothing', () => {
    const { headers } = parse(invite('Contact: "Doe, \\", Jane" <sip:j@example.com>', 'Subject: a, b', 'Date: Sat, 1'));
    expect(headers.all('contact').at(-1)).toBe('"Doe, \\", Jane" <sip:j@example.com>');
    expect([headers.all('subject'), headers.all('date')]).toEqual([['a, b'], ['Sat, 1']]);
  });

  test('set replaces all, prepend comes first, delete leaves the others', () => {
    const headers = SipHeaders.of([
      ['Via', 'one'],
      ['Subject', 'x'],
      ['v', 'two'],
    ]);
    headers.set('Via', 'only');
    headers.prepend('VIA', 'first');
    expect([...headers.entries()]).toEqual([
      ['via', 'first'],
      ['via', 'only'],
      ['subject', 'x'],
    ]);
    const copy = headers.clone();
    copy.delete('v');
    expect([copy.count('via'), headers.count('via')]).toEqual([0, 2]);
  });
});

describe('refused messages', () => {
  const good = invite();
  const cases: [string, string, number | undefined][] = [
    ['no empty line', good.trimEnd(), undefined],
    ['no Via', good.replace(/Via:.*\r\n/, ''), undefined],
    ['no To', good.replace(/To:.*\r\n/, ''), 400],
    ['no From', good.replace(/From:.*\r\n/, ''), 400],
    ['no CSeq', good.replace(/CSeq:.*\r\n/, ''), 400],
    ['two From', good.replace('To:', 'From: <sip:x@example.com>;tag=2\r\nTo:'), 400],
    ['CSeq of 2^31', good.replace('CSeq: 1', 'CSeq: 2147483648'), 400],
    ['a header without a colon', good.replace('Contact:', 'Contact'), 400],
    ['a header name with a space inside', good.replace('Contact:', 'Con tact:'), 400],
    ['SIP/3.0', good.replace('SIP/2.0\r\n', 'SIP/3.0\r\n'), 505],
    ['a line feed alone', good.replace('call-one', 'call\none'), 400],
    ['a carriage return alone', good.replace('call-one', 'call\rone'), 400],
    ['201 headers', good.replace('To:', `${'X: y\r\n'.repeat(201)}To:`), 400],
    ['an ACK, which nobody may answer', good.replace(/^INVITE/, 'ACK'), undefined],
    ['a response', good.replace(/^INVITE.*\r\n/, 'SIP/2.0 700 No\r\n'), undefined],
  ];
  test.each(cases)('%s', (_title, text, status) => {
    const result = parseMessage(Buffer.from(text));
    expect(result.ok ? 'accepted' : result.answer?.status).toBe(status);
  });
});

describe('display names', () => {
  const names = ['Grüße, Zoë', '日本 "語"', 'back\\slash', "O'Neill <x>", 'a;tag=evil', '😀', ' spaces '];
  test.each(names)('%j arrives as it was sent', (displayName) => {
    const written = formatNameAddr({ displayName, uri: 'sip:a@example.com', params: new Map([['tag', 't']]) });
    const text = invite().replace(/From:.*/, `From: ${written}`);
    const { from } = parse(writeMessage(parse(text))).head;
    expect([from.displayName, from.params.get('tag')]).toEqual([displayName, 't']);
  });

  test('Content-Length counts bytes, not characters', () => {
    const text = requestText({ method: 'INVITE', port: 5060, body: 's=Grüße 日本\r\n' });
    const written = writeMessage({ ...parse(text), body: Buffer.from('s=Grüße 日本\r\n') }).toString('latin1');
    expect(written).toContain('Content-Length: 18\r\n');
    expect(written.slice(written.indexOf('\r\n\r\n') + 4).length).toBe(18);
  });

  const injections = [
    'x\r\nRoute: <sip:evil>',
    'x\nRoute: <sip:evil>',
    'x\rRoute: <sip:evil>',
    'x\r\n\r\nbody',
    '"\r\nVia: y',
  ];
  test.each(injections)('%j cannot begin a header of its own', (displayName) => {
    const message = parseRequest(invite());
    message.headers.set('From', formatNameAddr({ displayName, uri: 'sip:a@example.com', params: new Map() }));
    message.headers.set('Subject', displayName);
    const again = parse(writeMessage(message));
    expect([again.headers.has('route'), again.headers.count('via'), again.body.length]).toEqual([false, 1, 0]);
  });

  test('nor can a start line', () => {
    const request = parseRequest(invite());
    const { headers, body, head } = request;
    const evil = 'a\r\nRoute: <sip:evil>\r\n\r\n';
    const texts = [
      writeMessage({ ...request, uri: evil }),
      writeMessage({ ...request, method: evil }),
      writeMessage({ kind: 'response', status: 200, reason: evil, headers, body, head }),
    ];
    for (const text of texts) expect(text.toString()).not.toMatch(/^Route:/m);
  });
});

describe('addresses', () => {
  const cases: [string, ReturnType<typeof parseNameAddr>][] = [
    ['<sip:a@b>', { uri: 'sip:a@b', params: new Map() }],
    ['sip:a@b;tag=x', { uri: 'sip:a@b', params: new Map([['tag', 'x']]) }],
    [
      '<sip:a@b;lr>;tag=x;flag',
      {
        uri: 'sip:a@b;lr',
        params: new Map([
          ['tag', 'x'],
          ['flag', ''],
        ]),
      },
    ],
    ['"A \\"B\\"" <sip:a@b> ; q = "0.5"', { displayName: 'A "B"', uri: 'sip:a@b', params: new Map([['q', '0.5']]) }],
    ['"<sip:evil@x>" <sip:a@b>', { displayName: '<sip:evil@x>', uri: 'sip:a@b', params: new Map() }],
    ['<sip:a@b', undefined],
    ['"open <sip:a@b>', undefined],
    ['<>', undefined],
    ['', undefined],
    ['sip:a@b?x=y', undefined],
    ['<sip:a@b> trailing', undefined],
  ];
  test.each(cases)('%j', (text, expected) => {
    expect(parseNameAddr(text)).toEqual(expected);
  });
});
