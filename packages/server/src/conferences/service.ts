import type { Address, Conference, CreateConferenceBody, UpdateConferenceBody } from '@cordboard/contract';
import { ApiError, type Caller, type ODataQuery, positionToken, seesAccount } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { ConferenceRow, ParticipantRow, Storage, Tx } from '../storage/index.ts';
import { freeAccessCode } from './access-code.ts';
import { type Announcer, announceConference } from './announce.ts';
import { conferenceOrder } from './fields.ts';
import type { Guesses } from './guesses.ts';
import { invitedUsers } from './invite.ts';
import { findParticipant, insertParticipants, participantsOf } from './participant-repository.ts';
import { authorize, authorizeUser, type ConferenceAction, policy } from './policy.ts';
import { presentConference } from './presenter.ts';
import { accountOfUser, find, insert, type Reach, readPage, remove, update } from './repository.ts';

/** `/conferences/content` is another resource. */
const RESERVED = 'content';

export interface ConferenceServiceOptions extends Announcer {
  readonly storage: Storage;
  readonly ids: Ids;
  readonly guesses: Guesses;
  /** Where conferences are dialled in to. */
  readonly addresses: () => readonly Address[];
  /** Ends the meeting of a conference that is gone. */
  readonly deleted: (conferenceId: string) => void;
}

interface Page {
  readonly conferences: Conference[];
  readonly next: string | undefined;
}

/** Conferences (contract section 4). */
export class ConferenceService {
  readonly #o: ConferenceServiceOptions;

  constructor(o: ConferenceServiceOptions) {
    this.#o = o;
  }

  async create(caller: Caller, body: CreateConferenceBody): Promise<Conference> {
    const { storage, ids, guesses } = this.#o;
    // Whether a code is taken is a fact of other accounts, too.
    if (body.accessCode !== undefined) guesses.require({ place: 'user', who: caller.principalId });
    return await storage.transaction(async (tx) => {
      const conferenceId = body.id ?? ids.guid();
      if (conferenceId === RESERVED || (await find(tx.db, conferenceId)) !== undefined) {
        throw new ApiError('conference_exists', undefined, { param: 'id' });
      }
      const row = {
        ...this.#newRow(caller, conferenceId, body),
        accessCode: await freeAccessCode(tx, body.accessCode, body.accessCodeLength),
      };
      await insert(tx, row);
      const invited = (body.participants ?? []).map(({ participantId }) => participantId);
      await insertParticipants(tx, await invitedUsers(tx, row, [row.createdBy, ...invited]));
      await announceConference(this.#o, tx, 'POST', row);
      return await this.#present(tx.db, row);
    });
  }

  async get(caller: Caller, conferenceId: string): Promise<Conference> {
    const { read } = this.#o.storage;
    return await this.#present(read, await this.require(read, caller, 'read', conferenceId));
  }

  async list(caller: Caller, odata: ODataQuery, containing: readonly string[]): Promise<Page> {
    const { accountId, principalId } = caller;
    const participants = containing.map((id) => (id === 'me' ? principalId : id));
    const own = seesAccount(caller, policy) ? {} : { userId: principalId };
    return await this.#page({ accountId, participants, ...own }, odata);
  }

  /** Those that a user made or takes part in. @throws ApiError forbidden */
  async listOfUser(caller: Caller, userId: string, odata: ODataQuery): Promise<Page> {
    authorizeUser(caller, userId, await accountOfUser(this.#o.storage.read, userId));
    return await this.#page({ accountId: caller.accountId, userId, participants: [] }, odata);
  }

  async update(caller: Caller, conferenceId: string, body: UpdateConferenceBody): Promise<Conference> {
    return await this.#o.storage.transaction(async (tx) => {
      const before = await this.require(tx.db, caller, 'change', conferenceId);
      const row: ConferenceRow = {
        ...before,
        ...changeOf(body),
        modifiedOn: this.#o.clock.now(),
        modifiedBy: caller.principalId,
      };
      await update(tx, conferenceId, row);
      await announceConference(this.#o, tx, 'PUT', row, caller.principalId);
      return await this.#present(tx.db, row);
    });
  }

  /** Its meeting ends. */
  async delete(caller: Caller, conferenceId: string): Promise<Conference> {
    return await this.#o.storage.transaction(async (tx) => {
      const row = await this.require(tx.db, caller, 'delete', conferenceId);
      const answer = await this.#present(tx.db, row);
      await announceConference(this.#o, tx, 'DELETE', row, caller.principalId);
      await remove(tx, conferenceId);
      tx.afterCommit(() => this.#o.deleted(conferenceId));
      return answer;
    });
  }

  /** The conference, when the caller may do this to it. @throws ApiError unknown_conference, forbidden */
  async require(db: Tx['db'], caller: Caller, action: ConferenceAction, conferenceId: string): Promise<ConferenceRow> {
    const participant = await findParticipant(db, conferenceId, caller.principalId);
    return authorize(caller, action, await find(db, conferenceId), participant !== undefined);
  }

  async #page(reach: Reach, odata: ODataQuery): Promise<Page> {
    const { storage } = this.#o;
    const found = await readPage(storage, reach, odata);
    const rows = found.slice(0, odata.top);
    const participants = Map.groupBy(
      await participantsOf(
        storage.read,
        rows.map(({ conferenceId }) => conferenceId),
      ),
      ({ conferenceId }) => conferenceId,
    );
    const last = rows.at(-1);
    const more = found.length > odata.top && last !== undefined;
    return {
      conferences: rows.map((row) => this.#view(row, participants.get(row.conferenceId) ?? [])),
      next: more ? positionToken(last, odata, conferenceOrder) : undefined,
    };
  }

  async #present(db: Tx['db'], row: ConferenceRow): Promise<Conference> {
    return this.#view(row, await participantsOf(db, [row.conferenceId]));
  }

  #view(row: ConferenceRow, participants: readonly ParticipantRow[]): Conference {
    return presentConference({ row, participants }, this.#o.addresses());
  }

  #newRow({ accountId, principalId }: Caller, conferenceId: string, body: CreateConferenceBody) {
    const [now, by] = [this.#o.clock.now(), principalId];
    return {
      conferenceId,
      accountId,
      name: null,
      type: body.type ?? 'everyoneAllowed',
      lobbyPolicy: 'guestLobby',
      muteOnEntry: 0,
      record: 0,
      locked: 0,
      instanceId: null,
      startsOn: null,
      expiresOn: null,
      createdOn: now,
      createdBy: by,
      modifiedOn: now,
      modifiedBy: by,
      ...changeOf(body),
    };
  }
}

/** The columns of what was sent. */
function changeOf(body: UpdateConferenceBody): Partial<ConferenceRow> {
  const { name, lobbyPolicy, startDateTime, expiryDateTime, muteOnEntry, record } = body;
  return {
    ...(name === undefined ? {} : { name }),
    ...(lobbyPolicy === undefined ? {} : { lobbyPolicy }),
    ...(startDateTime === undefined ? {} : { startsOn: wholeSeconds(startDateTime) }),
    ...(expiryDateTime === undefined ? {} : { expiresOn: wholeSeconds(expiryDateTime) }),
    ...(muteOnEntry === undefined ? {} : { muteOnEntry: Number(muteOnEntry) }),
    ...(record === undefined ? {} : { record: Number(record) }),
  };
}

/** "Rounded to the second" (the swagger's words). */
function wholeSeconds(time: string): number {
  return Math.round(Date.parse(time) / 1_000) * 1_000;
}
