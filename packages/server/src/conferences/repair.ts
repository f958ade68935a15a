import type { Log } from '../log.ts';
import type { Storage } from '../storage/index.ts';
import { type Announcer, announceConference, announceParticipant } from './announce.ts';
import { left, unended } from './attendance-repository.ts';
import { presentParticipants, removeParticipant, updateParticipant } from './participant-repository.ts';
import { activeConferences, find, update } from './repository.ts';

const BATCH = 200;
const CAUSE = 'serverStopped';

/**
 * What a server that was killed has left: nobody is in a meeting any more. When each one left nobody knows; it was at the
 * latest when the server came back.
 */
export async function endAbandoned(o: Announcer & { readonly storage: Storage; readonly log: Log }): Promise<void> {
  const count = (await endAttendances(o)) + (await emptyRooms(o)) + (await endMeetings(o));
  if (count > 0) o.log.warn({ count }, 'Meetings were ended that the last run had left open');
}

type Options = Parameters<typeof endAbandoned>[0];

async function endAttendances({ storage, clock }: Options): Promise<number> {
  return await inBatches(
    () => unended(storage, BATCH),
    async (rows) => {
      await storage.transaction(async (tx) => {
        // A clock that was set back must not let anybody leave before they came.
        for (const { attendanceId, joinedOn } of rows) {
          await left(tx, attendanceId, Math.max(joinedOn, clock.now()), CAUSE);
        }
      });
    },
  );
}

/** Guests are gone; users were there. */
async function emptyRooms(o: Options): Promise<number> {
  return await inBatches(
    () => presentParticipants(o.storage, BATCH),
    async (rows) => {
      await o.storage.transaction(async (tx) => {
        for (const row of rows) {
          const gone = { ...row, place: null, muted: 0, state: row.state === 'active' ? 'inactive' : row.state };
          if (row.userId === null) await removeParticipant(tx, row);
          else await updateParticipant(tx, row, gone);
          const conference = await find(tx.db, row.conferenceId);
          if (conference === undefined) continue;
          await announceParticipant(o, tx, row.userId === null ? 'DELETE' : 'PUT', conference, gone);
        }
      });
    },
  );
}

async function endMeetings(o: Options): Promise<number> {
  return await inBatches(
    () => activeConferences(o.storage, BATCH),
    async (rows) => {
      await o.storage.transaction(async (tx) => {
        for (const row of rows) {
          const ended = { ...row, instanceId: null, locked: 0 };
          await update(tx, row.conferenceId, { instanceId: null, locked: 0 });
          await announceConference(o, tx, 'PUT', ended);
        }
      });
    },
  );
}

async function inBatches<Row>(read: () => Promise<Row[]>, end: (rows: Row[]) => Promise<void>): Promise<number> {
  for (let count = 0; ; ) {
    const rows = await read();
    if (rows.length === 0) return count;
    await end(rows);
    count += rows.length;
  }
}
