import type { Timer } from '@cordboard/sip';
import type { Exchange } from '../engine/exchange.ts';
import { PbxError } from '../pbx-error.ts';

/**
 * Runs with timings.answerTimeoutMs; at its end the promise is rejected whatever the work still waits for.
 * @throws PbxError timeout
 */
export function withTimeLimit(
  exchange: Exchange,
  asked: string,
  work: (expired: () => boolean) => Promise<void>,
): Promise<void> {
  let late = false;
  let timer: Timer | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = exchange.deadlines.after(exchange.timings.answerTimeoutMs, () => {
      late = true;
      reject(new PbxError('timeout', `The phone was asked to ${asked} and did not do so in time.`));
    });
  });
  return Promise.race([work(() => late), limit]).finally(() => timer?.cancel());
}
