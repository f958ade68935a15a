import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Recording, recordingExample } from '../../schemas/media/recording.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getRecording = defineOperation({
  id: 'getRecording',
  api: 'media',
  method: 'GET',
  path: '/recordings/{recordingId}',
  summary: 'Get a recording',
  description:
    '$expand=media, or a media-format, adds the address of the sound: for ten minutes, without a token. A recording that ' +
    'is still being made, or has no sound, has none.',
  tag: 'Recording',
  access: 'USER',
  params: Type.Object({ recordingId: Identifier }),
  query: Type.Object({
    'media-format': Type.Optional(Type.String({ maxLength: 64, description: 'audio/wav' })),
  }),
  odata: ['$expand'],
  responses: {
    200: { description: 'The recording', schema: Recording, example: recordingExample },
  },
  errors: [400, 403, 404],
});
