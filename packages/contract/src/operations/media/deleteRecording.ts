import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Recording, recordingExample } from '../../schemas/media/recording.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteRecording = defineOperation({
  id: 'deleteRecording',
  api: 'media',
  method: 'DELETE',
  path: '/recordings/{recordingId}',
  summary: 'Delete a recording',
  description: 'With its sound. This needs an administrator of the account.',
  tag: 'Recording',
  access: 'USER',
  params: Type.Object({ recordingId: Identifier }),
  responses: {
    200: { description: 'The recording that was deleted', schema: Recording, example: recordingExample },
  },
  errors: [400, 403, 404, 409],
});
