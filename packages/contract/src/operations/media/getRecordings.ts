import { defineOperation } from '../../operation.ts';
import { RecordingCollection, recordingsExample } from '../../schemas/media/recording.ts';

export const getRecordings = defineOperation({
  id: 'getRecordings',
  api: 'media',
  method: 'GET',
  path: '/recordings',
  summary: 'List recordings',
  description:
    "Of your own calls, newest first; administrators see those of the account. $filter=callId eq '23' gives those of one " +
    'call.',
  tag: 'Recording',
  access: 'USER',
  odata: ['$skip', '$skiptoken', '$top', '$filter', '$orderby'],
  responses: {
    200: { description: 'A page of recordings', schema: RecordingCollection, example: recordingsExample },
  },
  errors: [400, 403],
});
