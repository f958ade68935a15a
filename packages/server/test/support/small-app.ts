import type { Operation } from '@cordboard/contract';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type Caller, createApp, type HttpContext, Idempotency, operation } from '../../src/http/index.ts';
import type { Handler } from '../../src/http/operation.ts';
import { createIds } from '../../src/ids.ts';
import { silentLog } from '../../src/log.ts';
import { Metrics } from '../../src/metrics/metrics.ts';
import type { Storage } from '../../src/storage/index.ts';
import { Client } from './client.ts';

const caller: Caller = {
  accountId: 'a',
  principalId: 'p',
  role: 'PARTNER_ADMIN',
  extension: undefined,
  sessionId: 's',
  tokenIssuedAt: 0,
  tokenExpiresAt: 0,
};

/** The HTTP room alone, with one operation done by `handler`: for what a handler of ours does not do on demand. */
export async function smallApp<const O extends Operation>(
  o: O,
  handler: Handler<O>,
  { storage, clock = systemClock }: { storage: Storage; clock?: Clock },
): Promise<Client & { close(): Promise<void> }> {
  const base = { clock, ids: createIds(clock), log: silentLog };
  const app = await createApp({ ...base, metrics: new Metrics().http, requestsPerSecond: 0 });
  const idempotency = new Idempotency(storage, clock);
  const http: HttpContext = { log: silentLog, authenticate: () => caller, idempotency, validateAnswers: true };
  operation(app, http, o, handler);
  return Object.assign(new Client(app, { authorization: 'Bearer good' }), { close: () => app.close() });
}
