import { defineOperation } from '../../operation.ts';
import { CallRecordCollection, callRecordsExample } from '../../schemas/media/call-record.ts';

export const getCallRecords = defineOperation({
  id: 'getCallRecords',
  api: 'media',
  method: 'GET',
  path: '/calls/records',
  summary: 'List the calls that are over',
  description:
    "Your own, newest first; administrators see those of the account. $filter=contains(principal,'{principalId}') " +
    'gives those of one person, $search finds numbers and names, and a page stays what it was while new calls come.',
  tag: 'Call History',
  access: 'USER',
  odata: ['$skip', '$skiptoken', '$top', '$filter', '$search', '$orderby'],
  responses: {
    200: { description: 'A page of call records', schema: CallRecordCollection, example: callRecordsExample },
  },
  errors: [400, 403, 404],
});
