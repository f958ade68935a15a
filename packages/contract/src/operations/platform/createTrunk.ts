import { defineOperation } from '../../operation.ts';
import { CreateTrunkBody, createTrunkExample, Trunk, trunkExample } from '../../schemas/platform/trunk.ts';

export const createTrunk = defineOperation({
  id: 'createTrunk',
  api: 'platform',
  method: 'POST',
  path: '/trunks',
  summary: 'Add a trunk',
  description:
    'It carries calls at once. For the administrator of the server: PARTNER_ADMIN, or ACCOUNT_ADMIN where there is one account.',
  tag: 'Trunk',
  access: 'ACCOUNT_ADMIN',
  body: CreateTrunkBody,
  example: createTrunkExample,
  responses: { 201: { description: 'The new trunk', schema: Trunk, example: trunkExample } },
  errors: [400, 403],
  ours: true,
});
