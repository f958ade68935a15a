import type { CallRecordRow, PreparedWrite, Storage } from '../storage/index.ts';

/** Writes records of calls: the first time they are seen, and again with each change. */
export function prepareCallRecordSave(storage: Storage): PreparedWrite<CallRecordRow, unknown> {
  return storage.prepareWrite((db, records) =>
    db
      .insertInto('callRecords')
      .values(
        records.map((v) => ({
          recordId: v.recordId,
          accountId: v.accountId,
          endpointId: v.endpointId,
          callId: v.callId,
          userId: v.userId,
          siteId: v.siteId,
          trackingId: v.trackingId,
          direction: v.direction,
          state: v.state,
          cause: v.cause,
          fromNumber: v.fromNumber,
          fromName: v.fromName,
          toNumber: v.toNumber,
          toName: v.toName,
          deviceId: v.deviceId,
          createdOn: v.createdOn,
          ringingOn: v.ringingOn,
          answeredOn: v.answeredOn,
          endedOn: v.endedOn,
          completed: v.completed,
          hidden: v.hidden,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['endpointId', 'callId']).doUpdateSet((e) => ({
          state: e.ref('excluded.state'),
          cause: e.ref('excluded.cause'),
          fromNumber: e.ref('excluded.fromNumber'),
          fromName: e.ref('excluded.fromName'),
          toNumber: e.ref('excluded.toNumber'),
          toName: e.ref('excluded.toName'),
          trackingId: e.ref('excluded.trackingId'),
          deviceId: e.ref('excluded.deviceId'),
          answeredOn: e.ref('excluded.answeredOn'),
          endedOn: e.ref('excluded.endedOn'),
          completed: e.ref('excluded.completed'),
        })),
      )
      .compile(),
  );
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
