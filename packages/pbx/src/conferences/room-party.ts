import { randomUUID } from 'node:crypto';
import type { CallCause, Party } from '../calls/call.ts';
import type { Attendant } from '../engine/attendant.ts';
import type { Conversation } from '../engine/conversation.ts';
import type { Plan } from '../lines/patch.ts';
import type { Mixer } from '../media/index.ts';
import type { PartyEnd, PartyInfo, PartyPlace } from './conference-info.ts';

export interface RoomPartyOptions {
  readonly conversation: Conversation;
  readonly participantId: string;
  readonly party: Party;
  readonly mixer: Mixer;
  readonly place: PartyPlace;
  readonly muted: boolean;
  gone(party: RoomParty): void;
}

const ends: Readonly<Partial<Record<CallCause, PartyEnd>>> = {
  networkNotObtainable: 'lost',
  resourcesNotAvailable: 'stopped',
};

/** One telephone in a meeting. Its conversation is with the room alone, so that it can hold and hang up like any other. */
export class RoomParty implements Attendant {
  readonly partyId = randomUUID();
  readonly participantId: string;
  readonly conversation: Conversation;
  readonly party: Party;
  place: PartyPlace;
  muted: boolean;
  joinedAt: number | undefined;
  leftAt: number | undefined;
  /** Why it goes, once that is known. */
  end: PartyEnd | undefined;
  readonly #mixer: Mixer;
  readonly #gone: (party: RoomParty) => void;

  constructor(o: RoomPartyOptions) {
    this.participantId = o.participantId;
    this.conversation = o.conversation;
    this.party = o.party;
    this.place = o.place;
    this.muted = o.muted;
    this.#mixer = o.mixer;
    this.#gone = o.gone;
  }

  get plan(): Plan {
    if (this.place === 'room') return { mix: this.#mixer, muted: this.muted };
    return { play: this.place === 'ringing' ? undefined : 'hold' };
  }

  gone(cause: CallCause | undefined): void {
    const otherwise = this.place === 'ringing' ? 'notReached' : 'left';
    this.end ??= (cause === undefined ? undefined : ends[cause]) ?? otherwise;
    this.#gone(this);
  }

  snapshot(): PartyInfo {
    const { partyId, participantId, party, muted, joinedAt, leftAt, end } = this;
    return Object.freeze({
      ...{ partyId, participantId, party, muted },
      place: leftAt === undefined ? this.place : 'gone',
      ...(joinedAt === undefined ? {} : { joinedAt }),
      ...(leftAt === undefined ? {} : { leftAt }),
      ...(leftAt === undefined || end === undefined ? {} : { end }),
    });
  }
}
