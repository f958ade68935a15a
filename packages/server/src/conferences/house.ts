import type { Admission, ConferenceHouse, RoomSettings } from '@cordboard/pbx';
import type { Clock } from '../clock.ts';
import type { Gateway } from '../gateways/index.ts';
import type { Ids } from '../ids.ts';
import type { ConferenceRow, Storage } from '../storage/index.ts';
import type { Guesser, Guesses } from './guesses.ts';
import { type Comer, doorFor } from './lobby.ts';
import { findParticipant } from './participant-repository.ts';
import { findByCode } from './repository.ts';

type Party = Parameters<ConferenceHouse['admit']>[1];

export interface HouseOptions {
  readonly storage: Storage;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly guesses: Guesses;
}

/** Tells the PBX whom an access code lets in. */
export class House implements ConferenceHouse {
  readonly #o: HouseOptions;

  constructor(o: HouseOptions) {
    this.#o = o;
  }

  async admit(accessCode: string, caller: Party): Promise<Admission | 'tooManyGuesses' | undefined> {
    const { guesses } = this.#o;
    const guesser = guesserOf(caller);
    if (!guesses.note(guesser)) return 'tooManyGuesses';
    const admission = await this.#open(accessCode, caller);
    if (admission !== undefined) guesses.right(guesser);
    return admission;
  }

  async #open(accessCode: string, caller: Party): Promise<Admission | undefined> {
    const { storage, clock, ids } = this.#o;
    const row = await findByCode(storage.read, accessCode);
    if (row === undefined || (row.expiresOn !== null && row.expiresOn <= clock.now())) return undefined;
    const userId = this.userOf(row, caller.endpointId);
    const door = doorFor(row, await this.#comer(row, userId));
    if (door === 'closed') return undefined;
    return { settings: roomSettings(row), participantId: userId ?? ids.guid(), waits: door === 'lobby' };
  }

  /** The user of the account whose telephone it is. */
  userOf({ accountId }: ConferenceRow, endpointId: string | undefined): string | undefined {
    const entry = endpointId === undefined ? undefined : this.#o.gateway.entry(endpointId);
    return entry === undefined || entry.accountId !== accountId || entry.userId === '' ? undefined : entry.userId;
  }

  async #comer(row: ConferenceRow, userId: string | undefined): Promise<Comer> {
    if (userId === undefined) return 'guest';
    if (userId === row.createdBy) return 'owner';
    const invited = await findParticipant(this.#o.storage.read, row.conferenceId, userId);
    return invited === undefined ? 'colleague' : 'invited';
  }
}

function guesserOf({ endpointId, number }: Party): Guesser {
  return endpointId === undefined ? { place: 'outside', who: number } : { place: 'endpoint', who: endpointId };
}

export function roomSettings({ conferenceId, name, muteOnEntry, record }: ConferenceRow): RoomSettings {
  return { conferenceId, name: name ?? undefined, muteOnEntry: muteOnEntry === 1, record: record === 1 };
}
