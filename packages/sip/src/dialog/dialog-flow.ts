import { isIP } from 'node:net';
import { parseNameAddr } from '../message/name-addr.ts';
import { parseUri } from '../message/uri.ts';
import type { Flow } from '../transport/flow.ts';
import type { Transports } from '../transport/transports.ts';
import type { Dialog } from './dialog.ts';

/**
 * The way for a request inside a dialog. A connection is used while it is open. On UDP the port of the next hop is
 * honoured when its host is where the peer really is; a host that is somewhere else is a private address behind a NAT,
 * and then the request goes back to where the peer's message came from (RFC 3581, RFC 5626 in spirit).
 */
export function dialogFlow(dialog: Dialog, transports: Transports): Flow {
  const { flow } = dialog;
  if (flow.reliable && flow.open) return flow;
  const route = dialog.routeSet[0];
  const uri = parseUri((route === undefined ? undefined : parseNameAddr(route)?.uri) ?? dialog.remoteTarget);
  const port = uri?.port ?? 5_060;
  if (uri === undefined || uri.host === '') return flow;
  const here = uri.host === flow.remoteAddress || (route !== undefined && isIP(uri.host) !== 0);
  if (!here) return flow;
  return transports.flowTo({ transport: flow.transport, host: uri.host, port }) ?? flow;
}
