import { type Static, Type } from 'typebox';
import { collection, collectionExample } from '../shared/collection.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';

const media = {
  url: Type.String({ description: 'Where the sound is, for a limited time' }),
  expiry: DateTime,
};

/** The recorded sound of a call. `_embedded.media` is there with `$expand=media`. */
export const Recording = Type.Object(
  {
    recordingId: Type.String(),
    callId: Type.String(),
    createdOn: DateTime,
    contentType: Type.String({ description: 'Media type of the sound' }),
    durationInSeconds: Type.Number({ minimum: 0 }),
    label: Type.Optional(Type.String()),
    _links: SelfLink,
    _embedded: Type.Optional(
      Type.Object({
        media: Type.Object(media),
        channelMedia: Type.Optional(
          Type.Array(Type.Object({ channelId: Type.String(), ...media }), { description: 'Each side by itself' }),
        ),
      }),
    ),
  },
  { additionalProperties: false },
);
export type Recording = Static<typeof Recording>;

export const RecordingCollection = collection(Recording);

export const UpdateRecordingBody = Type.Object(
  { label: Type.Optional(Type.String({ maxLength: 256 })) },
  { additionalProperties: false },
);
export type UpdateRecordingBody = Static<typeof UpdateRecordingBody>;

export const recordingExample = {
  recordingId: exampleIds.recordingId,
  callId: '23',
  createdOn: '2026-05-04T09:33:00.000Z',
  contentType: 'audio/wav',
  durationInSeconds: 84,
  label: 'Order 1207',
  _links: { self: `/2017-09-01/recordings/${exampleIds.recordingId}` },
} as const;

export const recordingsExample = collectionExample('/2017-09-01/recordings', [recordingExample]);
