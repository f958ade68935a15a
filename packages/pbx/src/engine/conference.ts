import type { Conversation } from './conversation.ts';
import type { Exchange } from './exchange.ts';

/** After a party has left: two that remain talk as in any other call, and each sees the other. */
export function settleConference(exchange: Exchange, conversation: Conversation): void {
  if (!conversation.isConference || conversation.legs.length > 2) return;
  conversation.unmix();
  for (const { record, far } of conversation.legs) {
    if (far !== undefined) record?.move(record.state, exchange.clock.now(), { peer: far.party });
  }
}
