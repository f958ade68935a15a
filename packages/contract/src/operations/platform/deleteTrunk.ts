import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Trunk, trunkExample } from '../../schemas/platform/trunk.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteTrunk = defineOperation({
  id: 'deleteTrunk',
  api: 'platform',
  method: 'DELETE',
  path: '/trunks/{trunkId}',
  summary: 'Remove a trunk',
  description: 'Its calls go on; new ones go by others.',
  tag: 'Trunk',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ trunkId: Identifier }),
  responses: { 200: { description: 'The removed trunk', schema: Trunk, example: trunkExample } },
  errors: [403, 404, 409],
  ours: true,
});
