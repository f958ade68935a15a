import { formatParams, type Params, parseParams } from './params.ts';

/** One Via (RFC 3261 section 20.42). */
export interface Via {
  /** Upper case: UDP, TCP, TLS, WS, WSS. */
  readonly transport: string;
  /** sent-by host, without brackets for IPv6. */
  readonly host: string;
  readonly port?: number;
  readonly params: Params;
}

const VIA = /^SIP\s*\/\s*2\.0\s*\/\s*([\w-]+)\s+(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?:\s*:\s*(\d{1,5}))?\s*(;.*)?$/is;

/** Branches of RFC 3261 begin with it (section 8.1.1.7); others come from RFC 2543. */
export const MAGIC_COOKIE = 'z9hG4bK';

/** Reads a Via; undefined when it is none. Never throws. */
export function parseVia(text: string): Via | undefined {
  const match = VIA.exec(text.trim());
  const params = match === null ? undefined : parseParams(match[5] ?? '');
  if (match === null || params === undefined) return undefined;
  // Parameters without a name are an error here (RFC 4475 section 3.1.2.1): a Via is copied into every answer.
  if (/;\s*(?:;|$)/.test(match[5] ?? '')) return undefined;
  const port = match[4] === undefined ? undefined : Number(match[4]);
  if (port !== undefined && port > 65_535) return undefined;
  return {
    transport: (match[1] as string).toUpperCase(),
    host: (match[2] ?? match[3] ?? '').toLowerCase(),
    ...(port === undefined ? {} : { port }),
    params,
  };
}

export function formatVia(via: Via): string {
  const host = via.host.includes(':') ? `[${via.host}]` : via.host;
  return `SIP/2.0/${via.transport} ${host}${via.port === undefined ? '' : `:${via.port}`}${formatParams(via.params)}`;
}
