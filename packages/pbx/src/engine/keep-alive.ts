import type { CallLine } from './conversation.ts';
import type { Exchange } from './exchange.ts';

/**
 * Finds lines whose phone is gone without a BYE (ghost calls): an OPTIONS inside the dialog every keepAliveMs. A 481
 * ends the session by itself (RFC 3261 section 12.2.1.2); no answer counts only when no RTP came either, for some
 * devices ignore OPTIONS.
 */
export function keepAlive(exchange: Exchange, line: CallLine): void {
  if (line.state !== 'up' || line.keepAlive !== undefined) return;
  schedule(exchange, line, 0);
}

function schedule(exchange: Exchange, line: CallLine, heardBefore: number): void {
  line.keepAlive = exchange.deadlines.after(exchange.timings.keepAliveMs, () => {
    probe(exchange, line, heardBefore).catch((error: unknown) => {
      exchange.log.warn({ err: error }, 'Probing a line failed');
    });
  });
}

async function probe(exchange: Exchange, line: CallLine, heardBefore: number): Promise<void> {
  const response = await line.session?.request('OPTIONS', {});
  if (line.state !== 'up') return;
  const heard = (await line.media.stats()).packetsReceived;
  if (line.state !== 'up') return;
  const status = response?.status ?? 408;
  const silent = status === 408 || status === 503;
  if (silent && heard === heardBefore) line.lost();
  else schedule(exchange, line, heard);
}
