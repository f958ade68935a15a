import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ListeningPoint,
  parseMessage,
  parseNameAddr,
  parseUri,
  SipEndpoint,
  type SipMessage,
} from '../src/index.ts';
import { RawPeer } from './support/raw-peer.ts';

/** What a message must come to. */
interface Expectation {
  /** Section of the RFC, and why we do what we do where it leaves a choice. */
  readonly section: string;
  /** Facts of the parsed message; absent: the parser refuses it. */
  readonly parsed?: (message: SipMessage) => unknown;
  readonly facts?: unknown;
  /** Final answer of an endpoint whose user takes every request (200) and is busy for every INVITE (486). */
  readonly answer?: number;
}

const start = (message: SipMessage) =>
  message.kind === 'request' ? `${message.method} ${message.uri}` : `${message.status} ${message.reason}`;
const bodyLength = (message: SipMessage) => message.body.length;

const rfc4475: Record<string, Expectation> = {
  wsinv: {
    section: '3.1.1.1; it carries a To tag that nobody gave, hence 481',
    parsed: (m) => ({
      to: m.head.to.params.get('tag'),
      from: [m.head.from.displayName, m.head.from.params.get('tag')],
      vias: m.headers.all('via').length,
      via: [m.head.via.transport, m.head.via.host, m.head.via.params.get('branch')],
      cseq: m.head.cseq,
      maxForwards: Number(m.headers.get('max-forwards')),
      subject: m.headers.get('subject'),
      unknown: m.headers.get('UnknownHeaderWithUnusualValue'),
      folded: m.headers.get('newfangledheader'),
      contact: parseNameAddr(m.headers.get('contact') ?? '')?.displayName,
      q: parseNameAddr(m.headers.get('contact') ?? '')?.params.get('q'),
      body: m.body.length,
    }),
    facts: {
      to: '1918181833n',
      from: ['J Rosenberg \\"', '98asjd8'],
      vias: 3,
      via: ['UDP', '192.0.2.2', '390skdjuw'],
      cseq: { number: 9, method: 'INVITE' },
      maxForwards: 68,
      subject: '',
      unknown: ';;,,;;,;',
      folded: 'newfangled value continued newfangled value',
      contact: 'Quoted string ""',
      q: '0.33',
      body: 150,
    },
    answer: 481,
  },
  intmeth: {
    section: '3.1.1.2',
    parsed: (m) => [
      m.kind === 'request' && [m.method, parseUri(m.uri)?.user, parseUri(m.uri)?.host],
      m.head.to.displayName,
      [...m.head.from.params],
      m.head.callId,
      m.headers.get("extensionHeader-!.%*+_`'~"),
    ],
    facts: [
      [
        "!interesting-Method0123456789_*+`.%indeed'~",
        "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
        'example.com',
      ],
      'BEL:\u0007 NUL:\u0000 DEL:\u007f',
      [
        ["fromparam''~+*_!.-%", 'работающий'],
        ['tag', "_token~1'+`*%!-."],
      ],
      'intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{',
      '\ufeff大停電',
    ],
    answer: 501,
  },
  esc01: {
    section: '3.1.1.3',
    parsed: (m) => [
      m.kind === 'request' && parseUri(m.uri)?.user,
      parseUri(m.head.to.uri)?.user,
      parseUri(m.head.from.uri)?.user,
      parseUri(parseNameAddr(m.headers.get('contact') ?? '')?.uri ?? '')?.user,
    ],
    facts: ['sips:user@example.com', 'user', 'I have spaces', 'caller'],
    answer: 486,
  },
  escnull: {
    section: '3.1.1.4',
    parsed: (m) => m.headers.all('contact').map((contact) => parseUri(parseNameAddr(contact)?.uri ?? '')?.user),
    facts: ['\u0000', '\u0000\u0000'],
    answer: 200,
  },
  esc02: {
    section: '3.1.1.5; percent signs escape nothing in methods and header names',
    parsed: (m) => [m.head.to.displayName, m.headers.all('contact').length, m.headers.get('C%6Fntact')],
    facts: ['%Z%45', 2, '<sip:alias2@host2.example.com>'],
    answer: 501,
  },
  lwsdisp: { section: '3.1.1.6', parsed: (m) => m.head.from.displayName, facts: 'caller', answer: 200 },
  longreq: {
    section: '3.1.1.7',
    parsed: (m) => [
      m.headers.all('via').length,
      m.head.via.host,
      m.head.callId.length,
      m.head.from.params.get('tag')?.length,
      parseUri(m.head.to.uri)?.port,
    ],
    facts: [34, 'sip33.example.com', 141, 155, 6000],
    answer: 486,
  },
  dblreq: {
    section: '3.1.1.8; what follows the Content-Length of a datagram is left out, the second request is not executed',
    parsed: (m) => [start(m), bodyLength(m)],
    facts: ['REGISTER sip:example.com', 0],
    answer: 200,
  },
  semiuri: {
    section: '3.1.1.9',
    parsed: (m) => [m.kind === 'request' && parseUri(m.uri)?.user, m.headers.all('accept').length],
    facts: ['user;par=u@example.net', 6],
    answer: 200,
  },
  transports: {
    section: '3.1.1.10',
    parsed: (m) => m.headers.all('via').length,
    facts: 5,
    answer: 200,
  },
  mpart01: {
    section: '3.1.1.11',
    parsed: (m) => [bodyLength(m), m.body.includes(0), m.body.subarray(-24).toString()],
    facts: [553, true, '\r\n--7a9cbec02ceef655--\r\n'],
    answer: 200,
  },
  unreason: {
    section: '3.1.1.12',
    parsed: start,
    facts: '200 = 2**3 * 5**2 но сто девяносто девять - простое',
  },
  noreason: { section: '3.1.1.13', parsed: start, facts: '100 ' },
  badinv01: { section: '3.1.2.1', answer: 400 },
  clerr: { section: '3.1.2.2', answer: 400 },
  ncl: { section: '3.1.2.3', answer: 400 },
  scalar02: { section: '3.1.2.4', answer: 400 },
  scalarlg: { section: '3.1.2.5; a response, so it is dropped' },
  quotbal: { section: '3.1.2.6; 400 is one of the two choices', answer: 400 },
  ltgtruri: { section: '3.1.2.7; the brackets are not guessed away', answer: 400 },
  lwsruri: { section: '3.1.2.8', answer: 400 },
  lwsstart: { section: '3.1.2.9', answer: 400 },
  trws: { section: '3.1.2.10', answer: 400 },
  escruri: {
    section: '3.1.2.11; liberal: the header in the Request-URI is left alone, never obeyed',
    parsed: (m) => [m.headers.has('route'), m.kind === 'request' && parseUri(m.uri)?.host],
    facts: [false, 'example.com'],
    answer: 486,
  },
  baddate: {
    section: '3.1.2.12; liberal: we do not use the Date',
    parsed: start,
    answer: 486,
    facts: 'INVITE sip:user@example.com',
  },
  regbadct: {
    section: '3.1.2.13; the registrar, which alone reads the Contact, learns that it is none',
    parsed: (m) => parseNameAddr(m.headers.get('contact') ?? ''),
    facts: undefined,
    answer: 200,
  },
  badaspec: {
    section: '3.1.2.14; liberal: the spaces are ignored',
    parsed: (m) => m.head.to,
    facts: { displayName: 'Watson, Thomas', uri: 'sip:t.watson@example.org', params: new Map() },
    answer: 200,
  },
  baddn: {
    section: '3.1.2.15; liberal: the missing quotes are inferred',
    parsed: (m) => [m.head.from.displayName, m.head.to.displayName],
    facts: ['Bell, Alexander', 'Watson, Thomas'],
    answer: 200,
  },
  badvers: { section: '3.1.2.16', answer: 505 },
  mismatch01: { section: '3.1.2.17', answer: 400 },
  mismatch02: { section: '3.1.2.18; 501 would do as well', answer: 400 },
  bigcode: { section: '3.1.2.19; a response, so it is dropped' },
  badbranch: {
    section: '3.2.1; matched by the rules of RFC 2543',
    parsed: (m) => m.head.via.params.get('branch'),
    facts: 'z9hG4bK',
    answer: 200,
  },
  insuf: { section: '3.3.1', answer: 400 },
  unkscm: { section: '3.3.2', parsed: start, facts: 'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent', answer: 416 },
  novelsc: { section: '3.3.3', parsed: start, facts: 'OPTIONS soap.beep://192.0.2.103:3002', answer: 416 },
  unksm2: {
    section: '3.3.4; To and Contact are the matter of a registrar, which sees their schemes',
    parsed: (m) => parseUri(m.head.to.uri)?.scheme,
    facts: 'isbn',
    answer: 200,
  },
  bext01: { section: '3.3.5', parsed: (m) => m.headers.all('require').length, facts: 2, answer: 420 },
  invut: { section: '3.3.6', parsed: bodyLength, facts: 40, answer: 415 },
  regaut01: {
    section: '3.3.7; an unknown scheme is for the registrar to refuse',
    parsed: (m) => m.headers.get('authorization'),
    facts: 'NoOneKnowsThisScheme opaque-data=here',
    answer: 200,
  },
  multi01: { section: '3.3.8', answer: 400 },
  mcl01: { section: '3.3.9', answer: 400 },
  bcast: { section: '3.3.10; a response to nothing that we sent', parsed: start, facts: '200 OK' },
  zeromf: {
    section: '3.3.11; an endpoint forwards nothing and answers',
    parsed: (m) => m.headers.get('max-forwards'),
    facts: '0',
    answer: 200,
  },
  cparam01: {
    section: '3.3.12; without brackets the parameter is the header’s',
    parsed: (m) => parseNameAddr(m.headers.get('contact') ?? ''),
    facts: { uri: 'sip:+19725552222@gw1.example.net', params: new Map([['unknownparam', '']]) },
    answer: 200,
  },
  cparam02: {
    section: '3.3.13; within brackets it is the URI’s',
    parsed: (m) => parseNameAddr(m.headers.get('contact') ?? ''),
    facts: { uri: 'sip:+19725552222@gw1.example.net;unknownparam', params: new Map() },
    answer: 200,
  },
  regescrt: {
    section: '3.3.14',
    parsed: (m) => parseNameAddr(m.headers.get('contact') ?? '')?.uri,
    facts: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E',
    answer: 200,
  },
  sdp01: {
    section: '3.3.15; what the caller accepts is for the user, who may answer 406',
    parsed: (m) => m.headers.all('accept'),
    facts: ['text/nobodyKnowsThis'],
    answer: 486,
  },
  inv2543: {
    section: '3.4.1; no tag, no branch, no Max-Forwards, no Contact',
    parsed: (m) => [m.head.from.params.has('tag'), m.head.via.params.size, bodyLength(m)],
    facts: [false, 0, 105],
    answer: 486,
  },
};

const target = (m: SipMessage) => (m.kind === 'request' ? [parseUri(m.uri)?.host, parseUri(m.uri)?.port] : []);

const rfc5118: Record<string, Expectation> = {
  'ipv6-good': {
    section: '4.1',
    parsed: (m) => [...target(m), m.head.via.host],
    facts: ['2001:db8::10', undefined, '2001:db8::9:1'],
    answer: 200,
  },
  'ipv6-bad': { section: '4.2', answer: 400 },
  'port-ambiguous': { section: '4.3', parsed: target, facts: ['2001:db8::10:5070', undefined], answer: 200 },
  'port-unambiguous': { section: '4.4', parsed: target, facts: ['2001:db8::10', 5070], answer: 200 },
  'via-received-param-with-delim': {
    section: '4.5; liberal with the brackets, as the RFC advises; a BYE of no dialog',
    parsed: (m) => m.head.via.params.get('received'),
    facts: '[2001:db8::9:255]',
    answer: 481,
  },
  'via-received-param-no-delim': {
    section: '4.5',
    parsed: (m) => m.head.via.params.get('received'),
    facts: '2001:db8::9:255',
    answer: 200,
  },
  'ip-in-sdp': { section: '4.6', parsed: target, facts: ['2001:db8::10', undefined], answer: 486 },
  'mult-ip-in-header': {
    section: '4.7; a BYE of no dialog',
    parsed: (m) => [m.headers.all('via').length, m.head.via.host, m.head.via.port],
    facts: [3, '2001:db8::9:1', 6050],
    answer: 481,
  },
  'mult-ip-in-sdp': { section: '4.8', parsed: target, facts: ['2001:db8::10', undefined], answer: 486 },
  'ipv4-mapped-ipv6': {
    section: '4.9',
    parsed: (m) => [m.head.via.host, m.head.via.port, parseNameAddr(m.headers.get('contact') ?? '')?.uri],
    facts: ['::ffff:192.0.2.10', 19823, 'sip:ted@[::ffff:192.0.2.2]'],
    answer: 486,
  },
  'ipv6-bug-abnf-3-colons': {
    section: '4.10; liberal: read, as the RFC advises, and never used as an address',
    parsed: target,
    facts: ['2001:db8:::192.0.2.1', undefined],
    answer: 200,
  },
  'ipv6-correct-abnf-2-colons': {
    section: '4.10',
    parsed: target,
    facts: ['2001:db8::192.0.2.1', undefined],
    answer: 200,
  },
};

const suites = [
  { rfc: 'rfc4475', title: 'torture messages of RFC 4475', table: rfc4475 },
  { rfc: 'rfc5118', title: 'IPv6 torture messages of RFC 5118', table: rfc5118 },
];

describe.each(suites)('$title', ({ rfc, table }) => {
  const folder = new URL(`fixtures/${rfc}/`, import.meta.url);
  const read = (name: string) => readFileSync(new URL(`${name}.dat`, folder));
  const rows = Object.entries(table).map(([name, expected]) => ({ name, expected, section: expected.section }));
  let endpoint: SipEndpoint;
  let point: ListeningPoint;
  let peer: RawPeer;

  beforeEach(async () => {
    endpoint = new SipEndpoint();
    endpoint.onRequest((incoming) => incoming.respond(200));
    endpoint.onInvite((invite) => invite.reject(486));
    point = await endpoint.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
    peer = await RawPeer.open();
  });

  afterEach(async () => {
    await Promise.all([endpoint.close(), peer.close()]);
  });

  test('every file is in the table', () => {
    const files = readdirSync(folder).map((file) => file.replace('.dat', ''));
    expect(files.sort()).toEqual(Object.keys(table).sort());
  });

  test.each(rows)('$name is read ($section)', ({ name, expected }) => {
    const result = parseMessage(read(name));
    expect(result.ok, result.ok ? '' : result.reason).toBe(expected.parsed !== undefined);
    if (result.ok) expect(expected.parsed?.(result.message)).toEqual(expected.facts);
  });

  test.each(rows)('$name is answered ($section)', async ({ name, expected }) => {
    peer.send(askForSourcePort(read(name)), point);
    const finals = (await peer.heard(point))
      .map((words) => Number(words.split(' ')[0]))
      .filter((status) => status >= 200);
    expect(finals).toEqual(expected.answer === undefined ? [] : [expected.answer]);
  });
});

/** Adds rport to the topmost Via, without which the answers would go to port 5060 of this machine. */
function askForSourcePort(message: Buffer): Buffer {
  const text = message.toString('latin1');
  return Buffer.from(text.replace(/^v(?:ia)?\s*:(?:.|\r\n[ \t])*?(?=\r\n(?![ \t]))/im, '$&;rport'), 'latin1');
}
