import { parseCSeq } from './cseq.ts';
import { singleHeaders } from './header-names.ts';
import { SipHeaders } from './headers.ts';
import type { MessageHead, SipMessage } from './message.ts';
import { parseNameAddr } from './name-addr.ts';
import { trimSpace } from './trim-space.ts';
import { parseUri } from './uri.ts';
import { parseVia } from './via.ts';

export type ParseResult = { readonly ok: true; readonly message: SipMessage } | ParseFailure;

/** Why bytes are no message that can be worked on. */
export interface ParseFailure {
  readonly ok: false;
  readonly reason: string;
  /** Set when it is a request that can be answered: the status, and the headers that an answer echoes. */
  readonly answer?: { readonly status: 400 | 505; readonly headers: SipHeaders };
}

type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly uri: string }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string };

/** Header fields of one message; more is an attack. */
const HEADER_LIMIT = 200;
const HEADER_NAME = /^[\w\-.!%*+`'~]+$/;
const REQUEST_LINE = /^([\w\-.!%*+`'~]+) (\S+) SIP\/(\d+\.\d+)$/i;
/** A CR or LF alone ends a line for some readers and not for others; it is in no grammar (RFC 3261 section 25.1). */
const BARE_BREAK = /\r(?!\n)|(?<!\r)\n/;
const STATUS_LINE = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i;

/** Thrown and caught in this file only: carries the words for the failure. */
class Malformed extends Error {
  readonly status: 400 | 505;

  constructor(reason: string, status: 400 | 505 = 400) {
    super(reason);
    this.status = status;
  }
}

/**
 * Reads one whole message (RFC 3261 section 7). Bytes after the Content-Length are left out (section 18.3). Never
 * throws, whatever the bytes are.
 */
export function parseMessage(bytes: Buffer): ParseResult {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return { ok: false, reason: 'No empty line ends the headers' };
  const text = bytes.toString('utf8', 0, end);
  const lineEnd = text.indexOf('\r\n');
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const headers = new SipHeaders();
  const isResponse = line.startsWith('SIP/');
  try {
    if (lineEnd >= 0) readHeaders(text, lineEnd + 2, headers);
    if (BARE_BREAK.test(text)) throw new Malformed('Bare line break');
    const start = parseStartLine(line, isResponse);
    const head = readHead(headers);
    if (start.kind === 'request') checkRequest(start.method, start.uri, head);
    const body = readBody(bytes.subarray(end + 4), headers);
    return { ok: true, message: { ...start, headers, body, head } };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const answerable = !isResponse && !line.startsWith('ACK ') && headers.has('via');
    return {
      ok: false,
      reason: error.message,
      ...(answerable ? { answer: { status: error.status, headers } } : {}),
    };
  }
}

function parseStartLine(line: string, isResponse: boolean): StartLine {
  if (isResponse) {
    const match = STATUS_LINE.exec(line);
    if (match === null) throw new Malformed('Malformed Status-Line');
    return { kind: 'response', status: Number(match[1]), reason: match[2] ?? '' };
  }
  const match = REQUEST_LINE.exec(line);
  if (match === null) throw new Malformed('Malformed Request-Line');
  if (match[3] !== '2.0') throw new Malformed('Version Not Supported', 505);
  return { kind: 'request', method: match[1] as string, uri: match[2] as string };
}

function readHeaders(text: string, from: number, headers: SipHeaders): void {
  let at = from;
  let count = 0;
  while (at < text.length) {
    let end = text.indexOf('\r\n', at);
    if (end < 0) end = text.length;
    let line = text.slice(at, end);
    at = end + 2;
    // RFC 3261 section 7.3.1: a line that begins with white space continues the one before.
    while (at < text.length && (text[at] === ' ' || text[at] === '\t')) {
      let next = text.indexOf('\r\n', at);
      if (next < 0) next = text.length;
      line += ` ${text.slice(at, next).trim()}`;
      at = next + 2;
    }
    count += 1;
    if (count > HEADER_LIMIT) throw new Malformed('Too Many Headers');
    readHeader(line, headers);
  }
}

function readHeader(line: string, headers: SipHeaders): void {
  const colon = line.indexOf(':');
  const name = colon < 0 ? '' : line.slice(0, colon).trimEnd();
  if (!HEADER_NAME.test(name)) throw new Malformed('Malformed Header');
  headers.add(name, trimSpace(line.slice(colon + 1)));
}

function readHead(headers: SipHeaders): MessageHead {
  for (const name of singleHeaders) {
    if (headers.count(name) > 1) throw new Malformed(`More than one ${name}`);
  }
  const callId = headers.get('call-id');
  if (callId === undefined || callId === '') throw new Malformed('Missing Call-ID');
  return {
    via: required(headers, 'via', (value) => parseVia(firstOf(value))),
    from: required(headers, 'from', parseNameAddr),
    to: required(headers, 'to', parseNameAddr),
    cseq: required(headers, 'cseq', parseCSeq),
    callId,
  };
}

function required<T>(headers: SipHeaders, name: string, parse: (value: string) => T | undefined): T {
  const value = headers.get(name);
  if (value === undefined) throw new Malformed(`Missing ${name}`);
  const parsed = parse(value);
  if (parsed === undefined) throw new Malformed(`Malformed ${name}`);
  return parsed;
}

function firstOf(value: string): string {
  const comma = value.indexOf(',');
  // A Via carries no quoted comma before its own end in practice; the comment form of RFC 2543 is not accepted.
  return comma < 0 ? value : value.slice(0, comma);
}

function checkRequest(method: string, uri: string, head: MessageHead): void {
  if (head.cseq.method !== method) throw new Malformed('CSeq method does not match');
  if (parseUri(uri) === undefined) throw new Malformed('Malformed Request-URI');
}

function readBody(rest: Buffer, headers: SipHeaders): Buffer {
  const written = headers.get('content-length');
  // RFC 3261 section 18.3: without it, the datagram's end is the body's end.
  if (written === undefined) return rest;
  if (!/^\d{1,9}$/.test(written)) throw new Malformed('Malformed Content-Length');
  const length = Number(written);
  if (length > rest.length) throw new Malformed('Content-Length is larger than the message');
  return length === rest.length ? rest : rest.subarray(0, length);
}
