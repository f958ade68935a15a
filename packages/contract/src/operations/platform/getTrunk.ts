import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Trunk, trunkExample } from '../../schemas/platform/trunk.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getTrunk = defineOperation({
  id: 'getTrunk',
  api: 'platform',
  method: 'GET',
  path: '/trunks/{trunkId}',
  summary: 'Get a trunk and its state',
  tag: 'Trunk',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ trunkId: Identifier }),
  responses: { 200: { description: 'The trunk', schema: Trunk, example: trunkExample } },
  errors: [403, 404],
  ours: true,
});
