import { type Static, Type } from 'typebox';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';

/** What somebody said to an endpoint's mailbox. */
export const VoicemailMessage = Type.Object({
  messageId: Type.String(),
  endpointId: Type.String(),
  from: Type.String({ description: 'Number of the caller' }),
  fromName: Type.Optional(Type.String()),
  heard: Type.Boolean(),
  createdOn: DateTime,
  durationInSeconds: Type.Number({ minimum: 0 }),
  _links: Type.Object({ ...SelfLink.properties, media: Type.String({ description: 'Path of the sound' }) }),
});
export type VoicemailMessage = Static<typeof VoicemailMessage>;

export const UpdateVoicemailBody = Type.Object({ heard: Type.Boolean() });
export type UpdateVoicemailBody = Static<typeof UpdateVoicemailBody>;

const messageId = '4c1d7e90-8a2b-4f35-9d61-0b3e5a7c9f12';
const self = `/2017-09-01/endpoints/2880/voicemail/${messageId}`;

export const voicemailExample = {
  messageId,
  endpointId: '2880',
  from: '+16135550100',
  fromName: 'Outside Caller',
  heard: false,
  createdOn: exampleIds.createdOn,
  durationInSeconds: 12.4,
  _links: { self, media: `${self}/media` },
} as const;
