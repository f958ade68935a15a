import { type Static, Type } from 'typebox';
import { collection, collectionExample } from '../shared/collection.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';

export const participantStates = ['invited', 'accepted', 'rejected', 'active', 'inactive'] as const;

const OnetimeAcceptance = Type.Optional(Type.Boolean({ description: 'The acceptance holds for one meeting only' }));

/** What CloudLink has no field for. */
export const ParticipantStatus = Type.Object({
  name: Type.Optional(Type.String()),
  number: Type.Optional(Type.String({ description: 'Of the telephone' })),
  place: Type.Enum(['ringing', 'lobby', 'room', 'hold'], { type: 'string' }),
  muted: Type.Boolean(),
});
export type ParticipantStatus = Static<typeof ParticipantStatus>;

/** Somebody in a conference. */
export const Participant = Type.Object({
  participantId: Type.String({ description: 'principalId' }),
  state: Type.Enum([...participantStates], { type: 'string' }),
  type: Type.Optional(Type.Enum(['webapi', 'pstn'], { type: 'string' })),
  externalId: Type.Optional(Type.String({ description: 'Id at another provider' })),
  onetimeAcceptance: OnetimeAcceptance,
  _links: SelfLink,
  _embedded: Type.Optional(Type.Object({ status: ParticipantStatus }, { description: 'While it is in a meeting' })),
});
export type Participant = Static<typeof Participant>;

export const ParticipantCollection = collection(Participant);

export const CreateParticipantBody = Type.Object(
  { participantId: Type.String({ minLength: 1, maxLength: 256, description: 'principalId, or a number to ring' }) },
  { additionalProperties: false },
);
export type CreateParticipantBody = Static<typeof CreateParticipantBody>;

export const participantActions = ['leave', 'admit', 'hold', 'retrieve'] as const;

export const UpdateParticipantBody = Type.Object(
  {
    associatedParticipantId: Type.Optional(Type.String({ maxLength: 256 })),
    muted: Type.Optional(Type.Boolean()),
    action: Type.Optional(
      Type.Enum([...participantActions], { type: 'string', description: 'All but leave are our own' }),
    ),
    onetimeAcceptance: OnetimeAcceptance,
  },
  { additionalProperties: false },
);
export type UpdateParticipantBody = Static<typeof UpdateParticipantBody>;

const self = `/2017-09-01/conferences/${exampleIds.conferenceId}/participants`;

export const participantExample = {
  participantId: exampleIds.userId,
  state: 'accepted',
  type: 'webapi',
  onetimeAcceptance: false,
  _links: { self: `${self}/${exampleIds.userId}` },
} as const;

export const participantsExample = collectionExample(self, [participantExample]);
