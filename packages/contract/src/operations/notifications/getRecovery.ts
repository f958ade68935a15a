import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Recovery, recoveryExample } from '../../schemas/notifications/recovery.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getRecovery = defineOperation({
  id: 'getRecovery',
  api: 'notifications',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/recoveries/{recoveryId}',
  summary: 'Get the progress of a recovery',
  description: 'How far it has come.',
  tag: 'Delivery',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier, recoveryId: Identifier }),
  responses: { 200: { description: 'The recovery', schema: Recovery, example: recoveryExample } },
  errors: [404],
  ours: true,
});
