import type { CallRecordRow, PreparedWrite, Storage } from '../storage/index.ts';

/** What a call is from its first change on; the rest follows it. */
const fixed = [
  'recordId',
  'accountId',
  'endpointId',
  'callId',
  'userId',
  'siteId',
  'direction',
  'createdOn',
  'hidden',
] as const;

const changing = [
  'trackingId',
  'state',
  'cause',
  'fromNumber',
  'fromName',
  'toNumber',
  'toName',
  'deviceId',
  'ringingOn',
  'answeredOn',
  'endedOn',
  'completed',
  'fromPrincipalId',
  'toPrincipalId',
  'missed',
  'searchText',
  'lossPercent',
  'jitterMs',
  'mos',
] as const;

/** Writes records of calls: the first time they are seen, and again with each change. */
export function prepareCallRecordSave(storage: Storage): PreparedWrite<CallRecordRow, unknown> {
  return storage.prepareWrite((db, records: readonly CallRecordRow[]) =>
    db
      .insertInto('callRecords')
      .values(records.map((record) => pick(record, [...fixed, ...changing]) as CallRecordRow))
      .onConflict((conflict) =>
        conflict
          .columns(['endpointId', 'callId'])
          .doUpdateSet((e) => Object.fromEntries(changing.map((column) => [column, e.ref(`excluded.${column}`)]))),
      )
      .compile(),
  );
}

function pick<K extends keyof CallRecordRow>(record: CallRecordRow, columns: readonly K[]): Pick<CallRecordRow, K> {
  return Object.fromEntries(columns.map((column) => [column, record[column]])) as Pick<CallRecordRow, K>;
}

/** Records of calls that are not over, the oldest first. */
export function openCallRecords({ read }: Storage, limit: number): Promise<CallRecordRow[]> {
  return read
    .selectFrom('callRecords')
    .selectAll()
    .where('endedOn', 'is', null)
    .orderBy('createdOn')
    .orderBy('recordId')
    .limit(limit)
    .execute();
}
