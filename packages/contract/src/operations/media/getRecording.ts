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
  description: '$expand=media adds the address of the sound.',
  tag: 'Recording',
  access: 'USER',
  params: Type.Object({ recordingId: Identifier }),
  query: Type.Object({
    'media-format': Type.Optional(Type.String({ maxLength: 64, description: 'Wanted format of the sound' })),
  }),
  odata: ['$expand'],
  responses: {
    200: { description: 'The recording', schema: Recording, example: recordingExample },
  },
  errors: [400, 403, 404, 504],
  planned: true,
});
