import type { SipRequest } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import type { Transports } from '../transport/transports.ts';

/**
 * Where the responses to a request go: the connection that it came by; on UDP its source address, and the source port
 * when the sender asked for it with rport (RFC 3261 section 18.2.2, RFC 3581 section 4).
 */
export function responseFlow(request: SipRequest, flow: Flow, transports: Transports): Flow {
  if (flow.reliable) return flow;
  const { via } = request.head;
  if (via.params.has('rport')) return flow;
  const port = via.port ?? 5_060;
  if (port === flow.remotePort) return flow;
  return transports.flowTo({ transport: 'udp', host: flow.remoteAddress, port }) ?? flow;
}
