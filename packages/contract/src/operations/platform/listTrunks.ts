import { defineOperation } from '../../operation.ts';
import { Trunk, trunkExample } from '../../schemas/platform/trunk.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';

export const listTrunks = defineOperation({
  id: 'listTrunks',
  api: 'platform',
  method: 'GET',
  path: '/trunks',
  summary: 'List the trunks',
  description: 'For the administrator of the server: PARTNER_ADMIN, or ACCOUNT_ADMIN where there is one account.',
  tag: 'Trunk',
  access: 'ACCOUNT_ADMIN',
  responses: {
    200: {
      description: 'The trunks with their state',
      schema: collection(Trunk),
      example: collectionExample('/2017-09-01/trunks', [trunkExample]),
    },
  },
  errors: [403],
  ours: true,
});
