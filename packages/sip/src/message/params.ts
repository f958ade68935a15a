/** Parameters after semicolons: names lower case, values without quotes; a parameter without a value is ''. */
export type Params = ReadonlyMap<string, string>;

export const noParams: Params = new Map();

const TOKEN = /^[\w\-.!%*+`'~[\]:/@&$]+$/;

/**
 * Reads `;name=value;flag;name="quoted"` (RFC 3261 section 25.1, generic-param). White space around `;` and `=` is
 * allowed. Undefined: malformed.
 */
export function parseParams(text: string): Params | undefined {
  if (text.trim() === '') return noParams;
  const params = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const semicolon = skipSpace(text, at);
    if (semicolon === text.length) break;
    if (text[semicolon] !== ';') return undefined;
    const end = endOfParam(text, semicolon + 1);
    if (end === undefined) return undefined;
    if (!readParam(text.slice(semicolon + 1, end), params)) return undefined;
    at = end;
  }
  return params;
}

export function formatParams(params: Iterable<readonly [string, string]>): string {
  let text = '';
  for (const [name, value] of params) {
    text += value === '' ? `;${name}` : `;${name}=${TOKEN.test(value) ? value : quote(value)}`;
  }
  return text;
}

/** A quoted-string (RFC 3261 section 25.1). */
export function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replace(/[\r\n]/g, ' ')}"`;
}

export function unquote(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1).replace(/\\(.)/gs, '$1')
    : value;
}

function readParam(param: string, params: Map<string, string>): boolean {
  const equals = param.indexOf('=');
  const name = (equals < 0 ? param : param.slice(0, equals)).trim().toLowerCase();
  if (name === '') return param.trim() === '';
  if (!params.has(name)) params.set(name, equals < 0 ? '' : unquote(param.slice(equals + 1).trim()));
  return true;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

/** Position of the semicolon after this parameter, or the end; undefined when a quote does not close. */
function endOfParam(text: string, from: number): number | undefined {
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (char === ';' && !quoted) return at;
  }
  return quoted ? undefined : text.length;
}
