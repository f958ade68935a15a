import type { Attendance } from '@cordboard/contract';
import { conferenceSubject } from '@cordboard/contract';
import { type Caller, type ODataQuery, positionToken } from '../http/index.ts';
import { isoTime } from '../media/index.ts';
import type { AttendanceRow, Storage } from '../storage/index.ts';
import { readAttendances } from './attendance-repository.ts';
import { attendanceOrder } from './fields.ts';
import { authorizeUser } from './policy.ts';
import { accountOfUser, existing } from './repository.ts';

/** Who was in which meeting, from when to when. */
export class AttendanceService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Those that are over: one that lasts has no end to show. @throws ApiError forbidden */
  async list(caller: Caller, userId: string, odata: ODataQuery) {
    authorizeUser(caller, userId, await accountOfUser(this.#storage.read, userId));
    const found = await readAttendances(this.#storage, caller.accountId, userId, odata);
    const rows = found.slice(0, odata.top);
    const last = rows.at(-1);
    const ids = rows.map(({ conferenceId }) => conferenceId);
    const extant = await existing(this.#storage.read, ids);
    const more = found.length > odata.top && last !== undefined;
    return {
      attendances: rows.map((row) => presentAttendance(row, extant.has(row.conferenceId))),
      next: more ? positionToken(last, odata, attendanceOrder) : undefined,
    };
  }
}

function presentAttendance(row: AttendanceRow, extant: boolean): Attendance {
  const { attendanceId, participantId, conferenceId, instanceId, accountId, joinedOn, leftOn } = row;
  return {
    id: attendanceId,
    participantId,
    conferenceId,
    conferenceInstanceId: instanceId,
    accountId,
    joinTimeStamp: isoTime(joinedOn),
    leaveTimeStamp: isoTime(leftOn ?? joinedOn),
    _links: extant ? { conference: conferenceSubject(conferenceId) } : {},
  };
}
