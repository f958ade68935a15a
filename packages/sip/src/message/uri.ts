import { formatParams, noParams, type Params, parseParams } from './params.ts';

/** A SIP, SIPS or tel URI in its parts (RFC 3261 section 19.1, RFC 3966); of another scheme only the scheme is known. */
export interface SipUri {
  readonly scheme: string;
  /** Percent-decoded. For tel: the number. */
  readonly user?: string;
  /** Without brackets for IPv6; '' for schemes without a host. */
  readonly host: string;
  readonly port?: number;
  readonly params: Params;
}

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const HOST = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9](?:[a-z0-9.-]*[a-z0-9.])?))(?::(\d{1,5}))?$/i;
const USER = /^(?:[\w\-.!~*'()&=+$,;?/#]|%[0-9a-f]{2})+$/i;

/** Reads a URI; undefined when it is none. Never throws. */
export function parseUri(text: string): SipUri | undefined {
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || /[<>\s"]/.test(text)) return undefined;
  const rest = text.slice(scheme.length + 1);
  if (scheme === 'tel') return parseTel(rest);
  if (scheme !== 'sip' && scheme !== 'sips') return { scheme, host: '', params: noParams };
  return parseSip(scheme, rest);
}

/** Writes a URI; the user part is percent-encoded where it must be. */
export function formatUri(uri: SipUri): string {
  if (uri.scheme === 'tel') return `tel:${uri.user ?? ''}${formatParams(uri.params)}`;
  const user = uri.user === undefined ? '' : `${encodeUser(uri.user)}@`;
  const host = uri.host.includes(':') ? `[${uri.host}]` : uri.host;
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  return `${uri.scheme}:${user}${host}${port}${formatParams(uri.params)}`;
}

/** Percent-encodes what may not stand in the user part (RFC 3261 section 25.1). */
export function encodeUser(user: string): string {
  return encodeURIComponent(user).replace(/%(?:2B|26|3D|24|2C|3B|3F|2F)/g, (code) => decodeURIComponent(code));
}

function parseTel(rest: string): SipUri | undefined {
  const semicolon = rest.indexOf(';');
  const user = semicolon < 0 ? rest : rest.slice(0, semicolon);
  const params = parseParams(semicolon < 0 ? '' : rest.slice(semicolon));
  if (!/^\+?[\d*#().A-Fa-f-]+$/.test(user) || params === undefined) return undefined;
  return { scheme: 'tel', user, host: '', params };
}

function parseSip(scheme: string, rest: string): SipUri | undefined {
  // A userinfo may contain ; and ? unescaped, so it is cut off first.
  const at = rest.lastIndexOf('@', hostEnd(rest));
  const userinfo = at < 0 ? undefined : rest.slice(0, at);
  const after = rest.slice(at + 1);
  const question = after.indexOf('?');
  const beforeHeaders = question < 0 ? after : after.slice(0, question);
  const semicolon = beforeHeaders.indexOf(';');
  const hostport = HOST.exec(semicolon < 0 ? beforeHeaders : beforeHeaders.slice(0, semicolon));
  const params = parseParams(semicolon < 0 ? '' : beforeHeaders.slice(semicolon));
  if (hostport === null || params === undefined) return undefined;
  const port = hostport[3] === undefined ? undefined : Number(hostport[3]);
  if (port !== undefined && (port === 0 || port > 65_535)) return undefined;
  const user = userinfo === undefined ? undefined : parseUser(userinfo);
  if (userinfo !== undefined && user === undefined) return undefined;
  return {
    scheme,
    ...(user === undefined ? {} : { user }),
    host: (hostport[1] ?? hostport[2] ?? '').toLowerCase(),
    ...(port === undefined ? {} : { port }),
    params,
  };
}

/** Headers may contain an @ (escaped or not); the userinfo ends before them when a first @ precedes the question mark. */
function hostEnd(rest: string): number {
  const first = rest.indexOf('@');
  if (first < 0) return rest.length;
  const question = rest.indexOf('?', first);
  return question < 0 ? rest.length : question;
}

function parseUser(userinfo: string): string | undefined {
  const colon = userinfo.indexOf(':');
  const user = colon < 0 ? userinfo : userinfo.slice(0, colon);
  if (!USER.test(user)) return undefined;
  try {
    return decodeURIComponent(user);
  } catch {
    // Escapes that are no UTF-8 are legal octets: kept as written.
    return user;
  }
}
