import { defineOperation } from '../../operation.ts';
import { RecordingCollection, recordingsExample } from '../../schemas/media/recording.ts';

export const getRecordings = defineOperation({
  id: 'getRecordings',
  api: 'media',
  method: 'GET',
  path: '/recordings',
  summary: 'List recordings',
  tag: 'Recording',
  access: 'USER',
  odata: ['$skip', '$top', '$filter', '$orderby'],
  responses: {
    200: { description: 'A page of recordings', schema: RecordingCollection, example: recordingsExample },
  },
  errors: [400, 403, 504],
  planned: true,
});
