import {
  type Address,
  type Conference,
  type ConferenceEvent,
  type ConferenceSettings,
  conferenceSubject,
  type Participant,
  participantSubject,
} from '@cordboard/contract';
import { collection, present } from '../http/index.ts';
import { isoTime } from '../media/index.ts';
import type { ConferenceRow, ParticipantRow } from '../storage/index.ts';

/** A conference and who is in it. */
export interface ConferenceView {
  readonly row: ConferenceRow;
  readonly participants: readonly ParticipantRow[];
}

/** A conference as the Media API shows it (contract section 4); what CloudLink has no field for is embedded. */
export function presentConference({ row, participants }: ConferenceView, addresses: readonly Address[]): Conference {
  const { _links, ...fields } = conferenceFields(row);
  return {
    ...fields,
    _links,
    _embedded: {
      participants: { ...collection(_links.participants, participants.map(presentParticipant)) } as never,
      addresses: { ...collection(`${_links.self}/addresses`, addresses) } as never,
      settings: settingsOf(row),
    },
  };
}

export function presentParticipant(row: ParticipantRow): Participant {
  const { conferenceId, participantId, userId, place, name, number } = row;
  const status = {
    ...present('name', name),
    ...present('number', number),
    place: (place ?? 'room') as 'room',
    muted: row.muted === 1,
  };
  return {
    participantId,
    state: row.state as Participant['state'],
    type: userId === null ? 'pstn' : 'webapi',
    onetimeAcceptance: row.onetimeAcceptance === 1,
    _links: { self: participantSubject(conferenceId, participantId) },
    ...(place === null ? {} : { _embedded: { status } }),
  };
}

/** Content of a conference's publication. */
export function conferenceEvent({ row, participants }: ConferenceView, now: number): ConferenceEvent {
  return {
    ...conferenceFields(row),
    _embedded: { settings: settingsOf(row) },
    principalId: row.createdBy,
    participantIds: userIdsOf(participants),
    timestamp: now,
    eventType: 'ConferenceNotification',
  };
}

export function userIdsOf(participants: readonly ParticipantRow[]): string[] {
  return participants.flatMap(({ userId }) => userId ?? []);
}

function conferenceFields(row: ConferenceRow) {
  const { conferenceId, accountId, name, accessCode, type } = row;
  const self = conferenceSubject(conferenceId);
  return {
    id: conferenceId,
    accountId,
    ...present('name', name),
    visibility: type === 'inviteOnly' ? ('private' as const) : ('public' as const),
    accessCode,
    createdOn: isoTime(row.createdOn),
    createdBy: row.createdBy,
    modifiedOn: isoTime(row.modifiedOn),
    modifiedBy: row.modifiedBy,
    state: row.instanceId === null ? ('inactive' as const) : ('active' as const),
    type: type as Conference['type'],
    lobbyPolicy: row.lobbyPolicy as Conference['lobbyPolicy'],
    _links: {
      self,
      participants: `${self}/participants`,
      recordings: `/2017-09-01/recordings?$filter=callId%20eq%20'${encodeURIComponent(conferenceId)}'`,
    },
  };
}

function settingsOf({ startsOn, expiresOn, muteOnEntry, record, locked }: ConferenceRow): ConferenceSettings {
  return {
    ...(startsOn === null ? {} : { startDateTime: isoTime(startsOn) }),
    ...(expiresOn === null ? {} : { expiryDateTime: isoTime(expiresOn) }),
    muteOnEntry: muteOnEntry === 1,
    record: record === 1,
    locked: locked === 1,
  };
}
