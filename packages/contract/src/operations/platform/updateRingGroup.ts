import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { RingGroup, ringGroupExample, UpdateRingGroupBody } from '../../schemas/platform/ring-group.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateRingGroup = defineOperation({
  id: 'updateRingGroup',
  api: 'platform',
  method: 'PUT',
  path: '/ringGroups/{ringGroupId}',
  summary: 'Change a ring group',
  tag: 'RingGroup',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ ringGroupId: Identifier }),
  body: UpdateRingGroupBody,
  example: { members: ['2880', '2881', '2882'], overflow: null },
  responses: { 200: { description: 'The changed group', schema: RingGroup, example: ringGroupExample } },
  errors: [400, 403, 404, 409],
  ours: true,
});
