import { defineOperation } from '../../operation.ts';
import { Call } from '../../schemas/media/call.ts';
import { callRecordsExample } from '../../schemas/media/call-record.ts';
import { collection } from '../../schemas/shared/collection.ts';

export const getCallRecords = defineOperation({
  id: 'getCallRecords',
  api: 'media',
  method: 'GET',
  path: '/calls/records',
  summary: 'List the calls that are over',
  description: "For example $filter=contains(principal,'{principalId}').",
  tag: 'Call History',
  access: 'USER',
  odata: ['$skip', '$top', '$filter'],
  responses: {
    200: { description: 'A page of call records', schema: collection(Call), example: callRecordsExample },
  },
  errors: [400, 403, 404],
  planned: true,
});
