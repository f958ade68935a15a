import { defineOperation } from '../../operation.ts';
import {
  CreateRingGroupBody,
  createRingGroupExample,
  RingGroup,
  ringGroupExample,
} from '../../schemas/platform/ring-group.ts';

export const createRingGroup = defineOperation({
  id: 'createRingGroup',
  api: 'platform',
  method: 'POST',
  path: '/ringGroups',
  summary: 'Create a ring group',
  tag: 'RingGroup',
  access: 'ACCOUNT_ADMIN',
  body: CreateRingGroupBody,
  example: createRingGroupExample,
  responses: { 201: { description: 'The new group', schema: RingGroup, example: ringGroupExample } },
  errors: [400, 403, 404, 409],
  ours: true,
});
