import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { RingGroup, ringGroupExample } from '../../schemas/platform/ring-group.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteRingGroup = defineOperation({
  id: 'deleteRingGroup',
  api: 'platform',
  method: 'DELETE',
  path: '/ringGroups/{ringGroupId}',
  summary: 'Delete a ring group',
  tag: 'RingGroup',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ ringGroupId: Identifier }),
  responses: { 200: { description: 'The deleted group', schema: RingGroup, example: ringGroupExample } },
  errors: [403, 404],
  ours: true,
});
