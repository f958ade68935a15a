import { type Static, Type } from 'typebox';
import { collection, collectionExample } from '../shared/collection.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';

export const participantStates = ['invited', 'accepted', 'rejected', 'active', 'inactive'] as const;

const OnetimeAcceptance = Type.Optional(Type.Boolean({ description: 'The acceptance holds for one meeting only' }));

/** Somebody in a conference. */
export const Participant = Type.Object({
  participantId: Type.String({ description: 'principalId' }),
  state: Type.Enum([...participantStates], { type: 'string' }),
  type: Type.Optional(Type.Enum(['webapi', 'pstn'], { type: 'string' })),
  externalId: Type.Optional(Type.String({ description: 'Id at another provider' })),
  onetimeAcceptance: OnetimeAcceptance,
  _links: SelfLink,
});
export type Participant = Static<typeof Participant>;

export const ParticipantCollection = collection(Participant);

export const CreateParticipantBody = Type.Object(
  { participantId: Type.String({ minLength: 1, maxLength: 256, description: 'principalId' }) },
  { additionalProperties: false },
);
export type CreateParticipantBody = Static<typeof CreateParticipantBody>;

export const UpdateParticipantBody = Type.Object(
  {
    associatedParticipantId: Type.Optional(Type.String({ maxLength: 256 })),
    muted: Type.Optional(Type.Boolean()),
    action: Type.Optional(Type.Enum(['leave'], { type: 'string' })),
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
