import type { Conversation } from './conversation.ts';
import type { Exchange } from './exchange.ts';

/** Tells each phone that stays in a conversation whom it talks to now, once that party is there. */
export function showParties(exchange: Exchange, { legs, mixer }: Conversation): void {
  if (mixer !== undefined) return;
  for (const leg of legs) {
    const { far, line } = leg;
    if (far === undefined || !leg.active || (line.state === 'up' && far.line.state !== 'up')) continue;
    line.show(far.party.number, () => exchange.dialler.identity(far.party));
  }
}
