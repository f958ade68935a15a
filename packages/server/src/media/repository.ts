import type { CallRecordRow, Storage, Tx } from '../storage/index.ts';

/** Writes the record of a call: the first time it is seen, and again with each change. */
export async function saveCallRecord({ db }: Tx, row: CallRecordRow): Promise<void> {
  const { state, cause, fromNumber, fromName, toNumber, toName, trackingId, deviceId, answeredOn, endedOn, completed } =
    row;
  const change = {
    state,
    cause,
    fromNumber,
    fromName,
    toNumber,
    toName,
    trackingId,
    deviceId,
    answeredOn,
    endedOn,
    completed,
  };
  await db
    .insertInto('callRecords')
    .values(row)
    .onConflict((conflict) => conflict.columns(['endpointId', 'callId']).doUpdateSet(change))
    .execute();
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
