import type {
  Conference,
  ConferenceAction,
  CreateParticipantBody,
  Participant,
  ParticipantConnection,
  UpdateParticipantBody,
} from '@cordboard/contract';
import type { Gateway } from '../gateways/index.ts';
import { ApiError, type Caller, type ODataQuery, positionToken } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { ConferenceRow, ParticipantRow, Storage } from '../storage/index.ts';
import { type Announcer, announceParticipant } from './announce.ts';
import { type ConnectionMaker, connectionOf } from './connection.ts';
import { participantOrder } from './fields.ts';
import { type House, roomSettings } from './house.ts';
import { invitedUsers } from './invite.ts';
import type { MeetingRecorder } from './meeting-recorder.ts';
import { onMeeting } from './on-meeting.ts';
import {
  findParticipant,
  insertParticipants,
  readPage,
  removeParticipant,
  updateParticipant,
  usersOf,
} from './participant-repository.ts';
import { presentParticipant } from './presenter.ts';
import type { ConferenceService } from './service.ts';

export interface ParticipantServiceOptions extends Announcer, ConnectionMaker {
  readonly storage: Storage;
  readonly gateway: Gateway;
  readonly ids: Ids;
  readonly conferences: ConferenceService;
  readonly recorder: MeetingRecorder;
  readonly house: House;
}

/** What each action of a conference is to its meeting. */
const commands = {
  record: 'start',
  'stop-record': 'stop',
  'pause-record': 'pause',
  'resume-record': 'resume',
} as const;

/** Who takes part in conferences, and what is done with them in the meeting (contract section 4). */
export class ParticipantService {
  readonly #o: ParticipantServiceOptions;

  constructor(o: ParticipantServiceOptions) {
    this.#o = o;
  }

  async list(caller: Caller, conferenceId: string, odata: ODataQuery) {
    const { storage, conferences } = this.#o;
    await conferences.require(storage.read, caller, 'read', conferenceId);
    const found = await readPage(storage, conferenceId, odata);
    const rows = found.slice(0, odata.top);
    const last = rows.at(-1);
    const more = found.length > odata.top && last !== undefined;
    return {
      participants: rows.map(presentParticipant),
      next: more ? positionToken(last, odata, participantOrder) : undefined,
    };
  }

  async get(caller: Caller, conferenceId: string, participantId: string): Promise<Participant> {
    const { storage, conferences } = this.#o;
    await conferences.require(storage.read, caller, 'read', conferenceId);
    return presentParticipant(await this.#require(conferenceId, participantId));
  }

  /** Invites a user, or calls an extension or outside number into the meeting. */
  async create(caller: Caller, conferenceId: string, { participantId }: CreateParticipantBody): Promise<Participant> {
    const { storage, conferences } = this.#o;
    const conference = await conferences.require(storage.read, caller, 'direct', conferenceId);
    const [user] = await usersOf(storage.read, conference.accountId, [participantId]);
    return user === undefined
      ? await this.#ring(caller, conference, participantId)
      : await this.#invite(caller, conference, participantId);
  }

  async update(
    caller: Caller,
    conferenceId: string,
    participantId: string,
    body: UpdateParticipantBody,
  ): Promise<Participant> {
    const { storage, conferences, gateway, recorder } = this.#o;
    const { muted, action, onetimeAcceptance } = body;
    const forOthers = participantId !== caller.principalId || (action !== undefined && action !== 'leave');
    await conferences.require(storage.read, caller, forOthers ? 'direct' : 'attend', conferenceId);
    const before = await this.#require(conferenceId, participantId);
    const meetings = gateway.pbx.conferences;
    await onMeeting(() => {
      if (muted !== undefined) meetings.mute(conferenceId, participantId, muted);
      if (action === 'admit') meetings.admit(conferenceId, participantId);
      else if (action === 'leave') meetings.remove(conferenceId, participantId);
      else if (action !== undefined) meetings.hold(conferenceId, participantId, action === 'hold');
    }, 'participantId');
    if (onetimeAcceptance !== undefined) await this.#accept(caller, before, onetimeAcceptance);
    await recorder.settled();
    const after = await findParticipant(storage.read, conferenceId, participantId);
    return presentParticipant(after ?? { ...before, place: null, state: 'inactive' });
  }

  /** Out of the meeting, and out of the conference. */
  async delete(caller: Caller, conferenceId: string, participantId: string): Promise<Participant> {
    const { storage, conferences, gateway, recorder } = this.#o;
    const own = participantId === caller.principalId;
    const conference = await conferences.require(storage.read, caller, own ? 'attend' : 'direct', conferenceId);
    const before = await this.#require(conferenceId, participantId);
    const meetings = gateway.pbx.conferences;
    if (meetings.parties(conferenceId).some((party) => party.participantId === participantId)) {
      await onMeeting(() => meetings.remove(conferenceId, participantId), 'participantId');
      await recorder.settled();
    }
    return await storage.transaction(async (tx) => {
      const row = (await findParticipant(tx.db, conferenceId, participantId)) ?? before;
      const gone = { ...row, state: 'inactive', place: null, muted: 0 };
      // A guest has gone with its call already.
      if (row.userId !== null) {
        await removeParticipant(tx, row);
        await announceParticipant(this.#o, tx, 'DELETE', conference, gone, caller.principalId);
      }
      return presentParticipant(gone);
    });
  }

  /** What a browser needs to join as this participant; everybody gets it for themselves alone. */
  async connect(caller: Caller, conferenceId: string, participantId: string): Promise<ParticipantConnection> {
    const { storage, conferences } = this.#o;
    const conference = await conferences.require(storage.read, caller, 'attend', conferenceId);
    await this.#require(conferenceId, participantId);
    if (participantId === caller.principalId) return await connectionOf(this.#o, conference, caller);
    throw new ApiError('forbidden', 'A connection is for the participant alone.', { param: 'participantId' });
  }

  async command(caller: Caller, conferenceId: string, action: ConferenceAction): Promise<Conference> {
    const { storage, conferences, gateway, recorder } = this.#o;
    await conferences.require(storage.read, caller, 'direct', conferenceId);
    const meetings = gateway.pbx.conferences;
    await onMeeting(() => {
      if (action === 'end') meetings.end(conferenceId);
      else if (action === 'mute' || action === 'unmute') {
        meetings.muteAll(conferenceId, action === 'mute', caller.principalId);
      } else if (action === 'lock' || action === 'unlock') meetings.lock(conferenceId, action === 'lock');
      else meetings.record(conferenceId, commands[action]);
    }, 'action');
    await recorder.settled();
    return await conferences.get(caller, conferenceId);
  }

  async #invite(caller: Caller, conference: ConferenceRow, userId: string): Promise<Participant> {
    const { storage, clock } = this.#o;
    return await storage.transaction(async (tx) => {
      const known = await findParticipant(tx.db, conference.conferenceId, userId);
      if (known !== undefined) return presentParticipant(known);
      const rows = await invitedUsers(tx, { ...conference, createdOn: clock.now() }, [userId]);
      await insertParticipants(tx, rows);
      for (const row of rows) await announceParticipant(this.#o, tx, 'POST', conference, row, caller.principalId);
      return presentParticipant(rows[0] as ParticipantRow);
    });
  }

  async #ring(caller: Caller, conference: ConferenceRow, number: string): Promise<Participant> {
    const { gateway, house, ids, recorder } = this.#o;
    const participantId = house.userOf(conference, number) ?? ids.guid();
    const { extension = gateway.pbx.conferences.number ?? '' } = caller;
    const from = {
      number: extension,
      ...(conference.name === null ? {} : { name: conference.name }),
      ...(caller.extension === undefined ? {} : { endpointId: extension }),
    };
    const settings = roomSettings(conference);
    await onMeeting(() => {
      gateway.pbx.conferences.ring({ settings, participantId, to: number, from });
    }, 'participantId');
    await recorder.settled();
    return presentParticipant(await this.#require(conference.conferenceId, participantId));
  }

  async #accept(caller: Caller, row: ParticipantRow, onetimeAcceptance: boolean): Promise<void> {
    await this.#o.storage.transaction(async (tx) => {
      const conference = await this.#o.conferences.require(tx.db, caller, 'attend', row.conferenceId);
      const present = (await findParticipant(tx.db, row.conferenceId, row.participantId)) ?? row;
      const state = present.state === 'invited' ? 'accepted' : present.state;
      const change = { onetimeAcceptance: Number(onetimeAcceptance), state };
      await updateParticipant(tx, row, change);
      await announceParticipant(this.#o, tx, 'PUT', conference, { ...present, ...change }, caller.principalId);
    });
  }

  /** @throws ApiError unknown_participant */
  async #require(conferenceId: string, participantId: string): Promise<ParticipantRow> {
    const row = await findParticipant(this.#o.storage.read, conferenceId, participantId);
    if (row !== undefined) return row;
    throw new ApiError('unknown_participant', undefined, { param: 'participantId' });
  }
}
