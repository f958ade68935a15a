import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { RingGroup, ringGroupExample } from '../../schemas/platform/ring-group.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getRingGroup = defineOperation({
  id: 'getRingGroup',
  api: 'platform',
  method: 'GET',
  path: '/ringGroups/{ringGroupId}',
  summary: 'Get a ring group',
  tag: 'RingGroup',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ ringGroupId: Identifier }),
  responses: { 200: { description: 'The group', schema: RingGroup, example: ringGroupExample } },
  errors: [403, 404],
  ours: true,
});
