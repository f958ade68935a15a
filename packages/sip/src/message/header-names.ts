/** Compact forms (RFC 3261 section 7.3.3 and the IANA registry of header fields). */
const compactForms: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/** Names whose usual spelling is not "first letters upper case". */
const spellings: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'mime-version': 'MIME-Version',
  'min-se': 'Min-SE',
  rack: 'RAck',
  rseq: 'RSeq',
  'sip-etag': 'SIP-ETag',
  'sip-if-match': 'SIP-If-Match',
  'www-authenticate': 'WWW-Authenticate',
};

/** Names met so far; bounded, because strangers choose names. */
const KNOWN_LIMIT = 1_000;
const keys = new Map<string, string>();
const written = new Map<string, string>();

/** The form under which a header is kept: lower case, compact form resolved. */
export function headerKey(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  const key = (lower.length === 1 ? compactForms[lower] : undefined) ?? lower;
  if (keys.size < KNOWN_LIMIT) keys.set(name, key);
  return key;
}

/** The spelling in which a header is written. */
export function headerSpelling(key: string): string {
  const known = written.get(key);
  if (known !== undefined) return known;
  const spelling =
    spellings[key] ?? key.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
  if (written.size < KNOWN_LIMIT) written.set(key, spelling);
  return spelling;
}

/** Headers that are lists and may stand in one line with commas or in several (RFC 3261 section 7.3.1). */
export const listHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'alert-info',
  'allow',
  'allow-events',
  'call-info',
  'contact',
  'content-encoding',
  'content-language',
  'diversion',
  'error-info',
  'history-info',
  'in-reply-to',
  'p-asserted-identity',
  'path',
  'proxy-require',
  'reason',
  'record-route',
  'require',
  'route',
  'service-route',
  'supported',
  'unsupported',
  'via',
  'warning',
]);

/** Headers that may stand only once in a message. */
export const singleHeaders: ReadonlySet<string> = new Set([
  'call-id',
  'content-length',
  'content-type',
  'cseq',
  'from',
  'max-forwards',
  'to',
]);
