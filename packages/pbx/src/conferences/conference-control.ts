import type { ConferenceHouse, PartyInfo, RingParticipantRequest, RoomInfo } from './conference-info.ts';

/** What the platform may ask of meetings. What there is not throws PbxError wrongState. */
export interface Conferences {
  readonly number: string | undefined;
  /** The extension that asks for access codes, and who knows them. */
  serve(number: string, house: ConferenceHouse): void;
  room(conferenceId: string): RoomInfo | undefined;
  parties(conferenceId: string): PartyInfo[];
  /** Calls somebody in. @throws PbxError */
  ring(request: RingParticipantRequest): PartyInfo;
  /** Out of the lobby. */
  admit(conferenceId: string, participantId: string): void;
  mute(conferenceId: string, participantId: string, muted: boolean): void;
  hold(conferenceId: string, participantId: string, held: boolean): void;
  remove(conferenceId: string, participantId: string): void;
  /** Everybody but those who are named. */
  muteAll(conferenceId: string, muted: boolean, except?: string): void;
  /** Nobody dials in any more; who waits may still be admitted. */
  lock(conferenceId: string, locked: boolean): void;
  record(conferenceId: string, action: 'start' | 'pause' | 'resume' | 'stop'): void;
  end(conferenceId: string): void;
}
