import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Trunk, trunkExample, UpdateTrunkBody } from '../../schemas/platform/trunk.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateTrunk = defineOperation({
  id: 'updateTrunk',
  api: 'platform',
  method: 'PUT',
  path: '/trunks/{trunkId}',
  summary: 'Change a trunk',
  description: 'Only what is sent changes; null clears. Calls go on.',
  tag: 'Trunk',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ trunkId: Identifier }),
  body: UpdateTrunkBody,
  example: { maxCalls: 30, password: null },
  responses: { 200: { description: 'The changed trunk', schema: Trunk, example: trunkExample } },
  errors: [400, 403, 404, 409],
  ours: true,
});
