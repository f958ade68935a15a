import { type Static, Type } from 'typebox';
import { Conference, conferenceExample } from '../media/conference.ts';
import { Participant, participantExample } from '../media/participant.ts';
import { exampleIds } from '../shared/example-ids.ts';

const { _embedded: conferenceParts, ...conferenceFields } = Conference.properties;

/** Content of a conference's publication: the conference without its participants, and whose it is. */
export const ConferenceEvent = Type.Object({
  ...conferenceFields,
  _embedded: Type.Object({ settings: conferenceParts.properties.settings }),
  principalId: Type.String({ description: 'Whose conference it is' }),
  participantIds: Type.Array(Type.String(), { description: 'The users who take part' }),
  timestamp: Type.Integer({ minimum: 0, description: 'Milliseconds since 1970' }),
  eventType: Type.Enum(['ConferenceNotification'], { type: 'string' }),
});
export type ConferenceEvent = Static<typeof ConferenceEvent>;

/** Content of a participant's publication: the participant, and where it takes part. */
export const ParticipantEvent = Type.Object({
  ...Participant.properties,
  conferenceId: Type.String(),
  accountId: Type.String(),
  principalId: Type.String({ description: 'Whose conference it is' }),
  participantIds: Type.Array(Type.String(), { description: 'The users who take part' }),
  timestamp: Type.Integer({ minimum: 0, description: 'Milliseconds since 1970' }),
  eventType: Type.Enum(['ConferenceParticipantNotification'], { type: 'string' }),
});
export type ParticipantEvent = Static<typeof ParticipantEvent>;

const { _embedded, ...conference } = conferenceExample;
const whose = {
  principalId: exampleIds.adminId,
  participantIds: [exampleIds.userId],
  timestamp: 1_777_887_264_000,
} as const;

export const conferenceEventExample = {
  ...conference,
  _embedded: { settings: _embedded.settings },
  ...whose,
  eventType: 'ConferenceNotification',
} as const;

export const participantEventExample = {
  ...participantExample,
  conferenceId: exampleIds.conferenceId,
  accountId: exampleIds.accountId,
  ...whose,
  eventType: 'ConferenceParticipantNotification',
} as const;
