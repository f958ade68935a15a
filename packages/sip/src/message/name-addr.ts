import { formatParams, noParams, type Params, parseParams, quote, unquote } from './params.ts';

/** Value of From, To, Contact, Route and their like (RFC 3261 section 20). */
export interface NameAddr {
  /** Without quotes; undefined when there is none. */
  readonly displayName?: string;
  /** As written, without angle brackets. */
  readonly uri: string;
  /** Header parameters such as tag and expires; those of the URI stay in the URI. */
  readonly params: Params;
}

const SIMPLE = /^(?:[\w\-.!%*+`'~ \t]*)<([^<>"\s]+)>(?:;tag=([\w\-.!%*+`'~]+))?$/;

/** Reads a name-addr or addr-spec with parameters; undefined when it is none. Never throws. */
export function parseNameAddr(text: string): NameAddr | undefined {
  const value = text.trim();
  // Nearly all: <uri>;tag=x with a plain name or none.
  const simple = SIMPLE.exec(value);
  if (simple !== null) {
    const name = value.slice(0, value.indexOf('<')).trim();
    const tag = simple[2];
    return {
      ...(name === '' ? {} : { displayName: name }),
      uri: simple[1] as string,
      params: tag === undefined ? noParams : new Map([['tag', tag]]),
    };
  }
  const open = openingBracket(value);
  if (open === undefined) return undefined;
  return open < 0 ? parseAddrSpec(value) : parseBracketed(value, open);
}

export function formatNameAddr(address: NameAddr): string {
  const name = address.displayName === undefined || address.displayName === '' ? '' : `${quote(address.displayName)} `;
  return `${name}<${address.uri}>${formatParams(address.params)}`;
}

/** Position of the `<` outside quotes, -1 without one, undefined when a quote does not close. */
function openingBracket(value: string): number | undefined {
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (char === '<' && !quoted) return at;
  }
  return quoted ? undefined : -1;
}

function parseBracketed(value: string, open: number): NameAddr | undefined {
  const close = value.indexOf('>', open);
  if (close < 0) return undefined;
  const uri = value.slice(open + 1, close).trim();
  const params = parseParams(value.slice(close + 1));
  if (uri === '' || /[<\s]/.test(uri) || params === undefined) return undefined;
  const name = unquote(value.slice(0, open).trim());
  return { ...(name === '' ? {} : { displayName: name }), uri, params };
}

/** Without brackets, parameters belong to the header, and `?` and `,` may not occur (RFC 3261 section 20.10). */
function parseAddrSpec(value: string): NameAddr | undefined {
  const semicolon = value.indexOf(';');
  const uri = (semicolon < 0 ? value : value.slice(0, semicolon)).trim();
  const params = parseParams(semicolon < 0 ? '' : value.slice(semicolon));
  if (!/^[a-z][a-z0-9+.-]*:[^\s?,<>"]+$/i.test(uri) || params === undefined) return undefined;
  return { uri, params };
}
