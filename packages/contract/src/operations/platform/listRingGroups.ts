import { defineOperation } from '../../operation.ts';
import { RingGroup, ringGroupExample } from '../../schemas/platform/ring-group.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';

export const listRingGroups = defineOperation({
  id: 'listRingGroups',
  api: 'platform',
  method: 'GET',
  path: '/ringGroups',
  summary: 'List the ring groups of the account',
  tag: 'RingGroup',
  access: 'ACCOUNT_ADMIN',
  odata: ['$filter', '$search', '$orderby', '$top', '$skip', '$skiptoken'],
  responses: {
    200: {
      description: 'A page of groups',
      schema: collection(RingGroup),
      example: collectionExample('/2017-09-01/ringGroups', [ringGroupExample]),
    },
  },
  errors: [400, 403],
  ours: true,
});
