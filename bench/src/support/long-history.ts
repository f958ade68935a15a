import { sql } from 'kysely';
import type { Storage } from '../../../packages/server/src/storage/index.ts';

export const ACCOUNT = 'a0000000-0000-4000-8000-000000000001';

/** Calls that are over: of 100 users with 5,000 people, whose names share a word, at some 400,000 numbers. */
export async function fillHistory(storage: Storage, count: number): Promise<void> {
  await storage.transaction(async ({ db }) => {
    await sql`insert into "callRecords" ("recordId", "accountId", "endpointId", "callId", "userId", "siteId", "trackingId",
      "direction", "state", "cause", "fromNumber", "fromName", "toNumber", "toName", "createdOn", "ringingOn", "answeredOn",
      "endedOn", "completed", "hidden", "missed", "searchText")
      with recursive series(n) as (select 0 union all select n + 1 from series where n < ${sql.lit(count - 1)}),
      calls as (select n, '+1613' || (5000000 + n * 31 % 400009) as number, 'Person ' || (n * 7 % 5000) || ' Byron' as name,
        '' || (2000 + n % 100) as extension, 1700000000000 + cast(n as bigint) * 60000 as began from series)
      select 'record-' || (1000000000 + n), ${sql.lit(ACCOUNT)}, extension, '' || n, 'user-' || extension, 'built-in', 't' || n,
        'inbound', 'completed', 'newCall', number, name, extension, 'User ' || extension, began, began, began + 5000,
        began + 25000, 1, 0, 0, lower(number || ' ' || name || ' ' || extension || ' User ' || extension)
      from calls`.execute(db);
  });
  await storage.transaction(({ db }) => sql`analyze`.execute(db));
}
