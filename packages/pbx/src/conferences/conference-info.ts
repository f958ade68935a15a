import type { Party } from '../calls/call.ts';

/** What a meeting needs to know of its conference. */
export interface RoomSettings {
  readonly conferenceId: string;
  readonly name: string | undefined;
  readonly muteOnEntry: boolean;
  /** Recorded from the moment when somebody is in. */
  readonly record: boolean;
}

/** A caller whom a conference lets in. */
export interface Admission {
  readonly settings: RoomSettings;
  readonly participantId: string;
  /** In the lobby, until admitted. */
  readonly waits: boolean;
}

/** Knows the conferences and their access codes: the platform. */
export interface ConferenceHouse {
  /** Whom an access code lets in where; undefined: it opens nothing. */
  admit(accessCode: string, caller: Party): Promise<Admission | 'tooManyGuesses' | undefined>;
}

/** ringing: it is being called. hold: put there by the API, it hears music. */
export type PartyPlace = 'ringing' | 'lobby' | 'room' | 'hold';

/** Why a party is not there any more. */
export type PartyEnd = 'left' | 'removed' | 'ended' | 'lost' | 'notReached' | 'stopped';

/** One telephone in a meeting, as it is now: a snapshot. */
export interface PartyInfo {
  readonly partyId: string;
  readonly participantId: string;
  readonly party: Party;
  readonly place: PartyPlace | 'gone';
  readonly muted: boolean;
  /** When it came into the room first; milliseconds since the epoch. */
  readonly joinedAt?: number;
  readonly leftAt?: number;
  readonly end?: PartyEnd;
}

/** A meeting of a conference: a snapshot. It ends when the last party has gone. */
export interface RoomInfo {
  readonly conferenceId: string;
  readonly instanceId: string;
  readonly state: 'active' | 'ended';
  readonly locked: boolean;
  readonly recording: 'off' | 'recording' | 'paused';
}

/** A change of a meeting, or of one party in it. */
export interface ConferenceChange {
  readonly room: RoomInfo;
  readonly party?: PartyInfo;
}

/** Somebody who is to be called into a meeting. */
export interface RingParticipantRequest {
  readonly settings: RoomSettings;
  readonly participantId: string;
  /** Extension or outside number. */
  readonly to: string;
  /** Who calls, as the telephone shows it. */
  readonly from: Party;
}
