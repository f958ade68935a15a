import type { CallRecordRow, Storage } from '../../../src/storage/index.ts';
import { accountIds, type Person, userIds } from '../../support/cast.ts';

/** When the first of all calls began. */
export const DAWN = Date.parse('2026-05-04T09:00:00.000Z');

/** Begins a minute after the one before it, rings for 5 s, is answered and lasts 20 s. */
export function record(n: number, owner: Person, o: Partial<CallRecordRow> = {}): CallRecordRow {
  const createdOn = DAWN + n * 60_000;
  const row = {
    recordId: `0190c000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    accountId: accountIds.home,
    endpointId: '2880',
    callId: String(n),
    userId: userIds[owner],
    siteId: 'built-in',
    trackingId: `t${n}`,
    direction: 'inbound',
    state: 'completed',
    cause: 'newCall',
    fromNumber: '+16135550100',
    fromName: 'Outside Caller',
    toNumber: '2880',
    toName: 'Ada Byron',
    deviceId: null,
    createdOn,
    ringingOn: createdOn,
    answeredOn: createdOn + 5_000,
    endedOn: createdOn + 25_000,
    completed: 1,
    hidden: 0,
    fromPrincipalId: null,
    toPrincipalId: userIds[owner],
    missed: 0,
    lossPercent: null,
    jitterMs: null,
    mos: null,
    ...o,
  };
  const parties = [row.fromNumber, row.fromName, row.toNumber, row.toName];
  return { searchText: parties.join(' ').toLowerCase(), ...row };
}

export async function keep(storage: Storage, rows: readonly CallRecordRow[]): Promise<void> {
  await storage.transaction(({ db }) => db.insertInto('callRecords').values(rows).execute());
}

interface Listed {
  readonly body: { readonly _embedded: { readonly items: readonly { readonly callId: string }[] } };
}

export function idsOf({ body }: Listed): string[] {
  return body._embedded.items.map(({ callId }) => callId);
}
