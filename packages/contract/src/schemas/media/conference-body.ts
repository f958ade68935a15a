import { type Static, Type } from 'typebox';
import { DateTime } from '../shared/text.ts';
import { ConferenceType, LobbyPolicy } from './conference.ts';
import { CreateParticipantBody } from './participant.ts';

const Name = Type.String({ maxLength: 256 });

/** Beyond CloudLink's. */
const settings = {
  startDateTime: Type.Optional(DateTime),
  muteOnEntry: Type.Optional(Type.Boolean({ description: 'Whoever comes in is muted. Default false' })),
  record: Type.Optional(Type.Boolean({ description: 'Records every meeting from its start. Default false' })),
};

export const conferenceActions = [
  'end',
  'record',
  'stop-record',
  'pause-record',
  'resume-record',
  'mute',
  'unmute',
  'lock',
  'unlock',
] as const;
export type ConferenceAction = (typeof conferenceActions)[number];

export const CreateConferenceBody = Type.Object(
  {
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    name: Type.Optional(Name),
    type: Type.Optional(ConferenceType),
    lobbyPolicy: Type.Optional(LobbyPolicy),
    accessCode: Type.Optional(Type.String({ pattern: '^\\d{1,99}$', description: 'Made when it is absent' })),
    accessCodeLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 99, default: 9 })),
    expiryDateTime: Type.Optional(DateTime),
    participants: Type.Optional(Type.Array(CreateParticipantBody, { maxItems: 1000 })),
    ...settings,
  },
  { additionalProperties: false },
);
export type CreateConferenceBody = Static<typeof CreateConferenceBody>;

export const UpdateConferenceBody = Type.Object(
  {
    name: Type.Optional(Name),
    lobbyPolicy: Type.Optional(LobbyPolicy),
    expiryDateTime: Type.Optional(DateTime),
    ...settings,
  },
  { additionalProperties: false },
);
export type UpdateConferenceBody = Static<typeof UpdateConferenceBody>;

export const ConferenceCommandBody = Type.Object(
  {
    action: Type.Enum([...conferenceActions], {
      type: 'string',
      description: 'mute, unmute, lock and unlock are our own',
    }),
  },
  { additionalProperties: false },
);
export type ConferenceCommandBody = Static<typeof ConferenceCommandBody>;
