import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Recording, recordingExample, UpdateRecordingBody } from '../../schemas/media/recording.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateRecording = defineOperation({
  id: 'updateRecording',
  api: 'media',
  method: 'PUT',
  path: '/recordings/{recordingId}',
  summary: 'Label a recording',
  tag: 'Recording',
  access: 'USER',
  params: Type.Object({ recordingId: Identifier }),
  body: UpdateRecordingBody,
  example: { label: 'Order 1207' },
  responses: {
    200: { description: 'The changed recording', schema: Recording, example: recordingExample },
  },
  errors: [400, 403, 404],
});
