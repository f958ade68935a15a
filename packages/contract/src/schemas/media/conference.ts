import { type Static, Type } from 'typebox';
import { auditFields } from '../shared/audit.ts';
import { exampleAudit, exampleIds } from '../shared/example-ids.ts';
import { PageLinks } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';
import { AddressCollection, addressesExample } from './address.ts';
import { ConferenceTag, ConferenceTagCollection, ParticipantTag } from './conference-tag.ts';
import { ParticipantCollection, participantsExample } from './participant.ts';
import { RecordingCollection } from './recording.ts';

export const ConferenceType = Type.Enum(['everyoneAllowed', 'inviteOnly'], { type: 'string' });

/** Who waits in the lobby until admitted. */
export const LobbyPolicy = Type.Enum(['pstnLobby', 'guestLobby', 'nonOwnerLobby', 'noLobby'], { type: 'string' });

/** What CloudLink has no field for. */
export const ConferenceSettings = Type.Object({
  startDateTime: Type.Optional(DateTime),
  expiryDateTime: Type.Optional(DateTime),
  muteOnEntry: Type.Boolean({ description: 'Whoever comes in is muted' }),
  record: Type.Boolean({ description: 'Every meeting is recorded from its start' }),
  locked: Type.Boolean({ description: 'Nobody else comes in' }),
});
export type ConferenceSettings = Static<typeof ConferenceSettings>;

/** A meeting room (contract section 4, "Conference"). `$expand=tags` adds `conferenceTags`. */
export const Conference = Type.Object(
  {
    id: Type.String(),
    externalId: Type.Optional(Type.String({ description: 'Id of the bridge that carries it' })),
    accountId: Type.String(),
    name: Type.Optional(Type.String()),
    visibility: Type.Enum(['private', 'public'], { type: 'string', description: 'Deprecated: see type' }),
    accessCode: Type.String({ pattern: '^\\d+$' }),
    ...auditFields,
    state: Type.Enum(['inactive', 'active'], { type: 'string' }),
    type: ConferenceType,
    lobbyPolicy: LobbyPolicy,
    _links: Type.Object({
      self: Type.String(),
      participants: Type.String(),
      tags: Type.Optional(Type.String()),
      recordings: Type.Optional(Type.String()),
    }),
    _embedded: Type.Object({
      participants: ParticipantCollection,
      addresses: AddressCollection,
      recordings: Type.Optional(RecordingCollection),
      tags: Type.Optional(ConferenceTagCollection),
      conferenceTags: Type.Optional(ConferenceTagCollection),
      settings: Type.Optional(ConferenceSettings),
    }),
  },
  { additionalProperties: false },
);
export type Conference = Static<typeof Conference>;

/** Beside its items the page may carry the tags of all of them. */
export const ConferenceCollection = Type.Object(
  {
    count: Type.Integer({ minimum: 0, description: 'Number of items on this page' }),
    _links: PageLinks,
    _embedded: Type.Object({
      items: Type.Array(Conference),
      conferenceTags: Type.Optional(Type.Array(ConferenceTag)),
      participantTags: Type.Optional(Type.Array(ParticipantTag)),
    }),
  },
  { additionalProperties: false },
);

const self = `/2017-09-01/conferences/${exampleIds.conferenceId}`;

export const conferenceExample = {
  id: exampleIds.conferenceId,
  accountId: exampleIds.accountId,
  name: 'Monday round',
  visibility: 'private',
  accessCode: '482915037',
  ...exampleAudit,
  state: 'inactive',
  type: 'inviteOnly',
  lobbyPolicy: 'guestLobby',
  _links: { self, participants: `${self}/participants` },
  _embedded: {
    participants: participantsExample,
    addresses: addressesExample,
    settings: { muteOnEntry: false, record: false, locked: false },
  },
} as const;
