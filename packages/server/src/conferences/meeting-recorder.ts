import type { ConferenceChange, PartyInfo } from '@cordboard/pbx';
import type { Gateway } from '../gateways/index.ts';
import type { Log } from '../log.ts';
import { ChangeQueue } from '../media/index.ts';
import { plainText } from '../plain-text.ts';
import type { ConferenceRow, ParticipantRow, Storage, Tx } from '../storage/index.ts';
import { type Announcer, announceConference, announceParticipant } from './announce.ts';
import { joined, left } from './attendance-repository.ts';
import {
  findParticipant,
  insertParticipants,
  removeParticipant,
  updateParticipant,
  usersOf,
} from './participant-repository.ts';
import { endAbandoned } from './repair.ts';
import { find, update } from './repository.ts';

export interface MeetingRecorderOptions extends Announcer {
  readonly storage: Storage;
  readonly gateway: Gateway;
  readonly log: Log;
}

interface Change extends ConferenceChange {
  /** The telephones of this participant that are still there. */
  readonly present: readonly PartyInfo[];
}

/** Where a participant is who takes part with several telephones: the first of these in which one of them is. */
const places = ['room', 'hold', 'lobby', 'ringing'] as const;

/** Writes what happens in meetings: participants, attendances and their publications, each change in one transaction. */
export class MeetingRecorder {
  readonly #o: MeetingRecorderOptions;
  readonly #queue: ChangeQueue<Change>;
  #unsubscribe: (() => void) | undefined;

  constructor(o: MeetingRecorderOptions) {
    this.#o = o;
    this.#queue = new ChangeQueue({
      clock: o.clock,
      log: o.log,
      save: (changes) => o.storage.transaction((tx) => this.#saveAll(tx, changes)),
      describe: ({ room: { conferenceId, instanceId }, party }) => ({ conferenceId, instanceId, place: party?.place }),
    });
  }

  /** Ends what a server that was killed has left open, then listens. To be called before the PBX takes calls. */
  async start(): Promise<void> {
    await endAbandoned(this.#o);
    this.#unsubscribe = this.#o.gateway.pbx.onConferenceChanged((change) => this.#take(change));
  }

  /** Resolves when all that has happened is on disk. @throws StorageError while the database does not save */
  async settled(): Promise<void> {
    // The PBX tells its listeners one microtask after the event.
    await Promise.resolve();
    await this.#queue.settled();
  }

  async close(): Promise<void> {
    this.#unsubscribe?.();
    await this.#queue.close();
  }

  #take(change: ConferenceChange): void {
    const parties = this.#o.gateway.pbx.conferences.parties(change.room.conferenceId);
    const present = parties.filter(({ participantId }) => participantId === change.party?.participantId);
    this.#queue.add({ ...change, present });
  }

  async #saveAll(tx: Tx, changes: readonly Change[]): Promise<void> {
    for (const change of changes) await this.#save(tx, change);
  }

  async #save(tx: Tx, change: Change): Promise<void> {
    const { room, party } = change;
    const conference = await find(tx.db, room.conferenceId);
    if (party?.leftAt !== undefined) await left(tx, party.partyId, party.leftAt, party.end ?? 'left');
    if (conference === undefined) return;
    await this.#saveRoom(tx, conference, change);
    if (party !== undefined) await this.#saveParty(tx, conference, change, party);
  }

  async #saveRoom(tx: Tx, before: ConferenceRow, { room }: Change): Promise<void> {
    const instanceId = room.state === 'active' ? room.instanceId : null;
    const locked = Number(room.state === 'active' && room.locked);
    if (before.instanceId === instanceId && before.locked === locked) return;
    await update(tx, before.conferenceId, { instanceId, locked });
    await announceConference(this.#o, tx, 'PUT', { ...before, instanceId, locked });
  }

  async #saveParty(tx: Tx, conference: ConferenceRow, { room, present }: Change, party: PartyInfo): Promise<void> {
    const { accountId, conferenceId } = conference;
    const { participantId } = party;
    const before = await findParticipant(tx.db, conferenceId, participantId);
    const [user] = before?.userId == null ? await usersOf(tx.db, accountId, [participantId]) : [];
    const userId = before?.userId ?? user?.userId ?? null;
    const name = before?.name ?? user?.displayName ?? user?.name ?? text(party.party.name);
    const row: ParticipantRow = {
      conferenceId,
      participantId,
      userId,
      name,
      number: text(party.party.number),
      ...standing(before, present, party),
      onetimeAcceptance: before?.onetimeAcceptance ?? 0,
      createdOn: before?.createdOn ?? this.#o.clock.now(),
    };
    if (party.joinedAt !== undefined && party.leftAt === undefined) {
      const { instanceId } = room;
      const stay = { accountId, conferenceId, instanceId, participantId, userId, name, number: row.number };
      await joined(tx, { ...stay, attendanceId: party.partyId, joinedOn: party.joinedAt, leftOn: null, cause: null });
    }
    if (row.place === null && userId === null) {
      if (before !== undefined) await removeParticipant(tx, row);
      await announceParticipant(this.#o, tx, 'DELETE', conference, row);
      return;
    }
    if (before === undefined) await insertParticipants(tx, [row]);
    else await updateParticipant(tx, row, row);
    await announceParticipant(this.#o, tx, before === undefined ? 'POST' : 'PUT', conference, row);
  }
}

/** State, place and voice of a participant. */
function standing(
  before: ParticipantRow | undefined,
  present: readonly PartyInfo[],
  { end }: PartyInfo,
): Pick<ParticipantRow, 'state' | 'place' | 'muted'> {
  const place = places.find((one) => present.some((party) => party.place === one)) ?? null;
  const there = present.find((party) => party.place === place);
  const muted = Number(there?.muted === true);
  if (place === 'room' || place === 'hold') return { state: 'active', place, muted };
  if (place !== null) return { state: before?.state === 'invited' ? 'invited' : 'accepted', place, muted };
  return { state: end === 'notReached' ? (before?.state ?? 'inactive') : 'inactive', place, muted };
}

function text(value: string | undefined): string | null {
  return value === undefined ? null : plainText(value).slice(0, 256);
}
