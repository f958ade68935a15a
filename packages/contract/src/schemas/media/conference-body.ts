import { type Static, Type } from 'typebox';
import { DateTime } from '../shared/text.ts';
import { ConferenceType, LobbyPolicy } from './conference.ts';
import { CreateParticipantBody } from './participant.ts';

const Name = Type.String({ maxLength: 256 });

export const CreateConferenceBody = Type.Object(
  {
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    name: Type.Optional(Name),
    type: Type.Optional(ConferenceType),
    lobbyPolicy: Type.Optional(LobbyPolicy),
    accessCodeLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 99, default: 9 })),
    expiryDateTime: Type.Optional(DateTime),
    participants: Type.Optional(Type.Array(CreateParticipantBody, { maxItems: 1000 })),
  },
  { additionalProperties: false },
);
export type CreateConferenceBody = Static<typeof CreateConferenceBody>;

export const UpdateConferenceBody = Type.Object(
  { name: Type.Optional(Name), lobbyPolicy: Type.Optional(LobbyPolicy) },
  { additionalProperties: false },
);
export type UpdateConferenceBody = Static<typeof UpdateConferenceBody>;

export const ConferenceCommandBody = Type.Object(
  {
    action: Type.Optional(
      Type.Enum(['end', 'record', 'stop-record', 'pause-record', 'resume-record'], { type: 'string' }),
    ),
  },
  { additionalProperties: false },
);
export type ConferenceCommandBody = Static<typeof ConferenceCommandBody>;
