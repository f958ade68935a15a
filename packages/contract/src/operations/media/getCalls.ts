import { defineOperation } from '../../operation.ts';
import { PastCallCollection, pastCallsExample } from '../../schemas/media/past-call.ts';

export const getCalls = defineOperation({
  id: 'getCalls',
  api: 'media',
  method: 'GET',
  path: '/calls',
  summary: 'List the calls that are over, in their older shape',
  description: 'Older clients ask here; GET /calls/records tells more.',
  tag: 'Call History',
  access: 'USER',
  odata: ['$skip', '$skiptoken', '$top', '$filter', '$search', '$orderby'],
  responses: {
    200: { description: 'A page of calls', schema: PastCallCollection, example: pastCallsExample },
  },
  errors: [400, 403],
});
