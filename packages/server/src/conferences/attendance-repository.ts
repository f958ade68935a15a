import { applyFilter, applyPage, type ODataQuery } from '../http/index.ts';
import type { AttendanceRow, Storage, Tx } from '../storage/index.ts';
import { attendanceFields, attendanceOrder } from './fields.ts';

/** A page of stays of a user that are over, and one more, when there is one. */
export async function readAttendances(
  { read }: Storage,
  accountId: string,
  userId: string,
  odata: ODataQuery,
): Promise<AttendanceRow[]> {
  let query = read
    .selectFrom('attendances')
    .selectAll()
    .where('userId', '=', userId)
    .where('accountId', '=', accountId)
    .where('leftOn', 'is not', null);
  if (odata.filter !== undefined) query = applyFilter(query, odata.filter, attendanceFields);
  return await applyPage(query, odata, attendanceOrder).execute();
}

/** Writes the beginning once. */
export async function joined({ db }: Tx, row: AttendanceRow): Promise<void> {
  await db
    .insertInto('attendances')
    .values(row)
    .onConflict((conflict) => conflict.column('attendanceId').doNothing())
    .execute();
}

export async function left({ db }: Tx, attendanceId: string, leftOn: number, cause: string): Promise<void> {
  await db
    .updateTable('attendances')
    .set({ leftOn, cause })
    .where('attendanceId', '=', attendanceId)
    .where('leftOn', 'is', null)
    .execute();
}

/** Those whose end nobody wrote, the oldest first. */
export async function unended({ read }: Storage, limit: number): Promise<AttendanceRow[]> {
  const query = read.selectFrom('attendances').selectAll().where('leftOn', 'is', null);
  return await query.orderBy('joinedOn').limit(limit).execute();
}
