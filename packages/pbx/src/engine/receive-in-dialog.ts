import type { IncomingRequest } from '@cordboard/sip';
import { receiveRefer } from '../transfers/receive-refer.ts';
import type { CallLine } from './conversation.ts';
import { receiveInfo } from './digits.ts';
import type { Exchange } from './exchange.ts';

/** A request inside a party's dialog that is none of SIP's own (RFC 3261 section 12.2.2). */
export function receiveInDialog(exchange: Exchange, line: CallLine, incoming: IncomingRequest): void {
  const { method } = incoming.request;
  // It carries nothing for the engine.
  if (method === 'NOTIFY') incoming.respond(200);
  else if (method === 'INFO') receiveInfo(exchange, line, incoming);
  else if (method === 'REFER') receiveRefer(exchange, line, incoming);
  else incoming.respond(501);
}
