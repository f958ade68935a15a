import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { CreateRecoveryBody, Recovery, recoveryExample } from '../../schemas/notifications/recovery.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const createRecovery = defineOperation({
  id: 'createRecovery',
  api: 'notifications',
  method: 'POST',
  path: '/subscriptions/{subscriptionId}/recoveries',
  summary: 'Deliver what was missed since a time',
  description: 'Publications that match, were not delivered and are not pending are delivered once more, in order.',
  tag: 'Delivery',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier }),
  body: CreateRecoveryBody,
  example: { since: '2026-05-04T08:00:00.000Z' },
  responses: {
    202: { description: 'The recovery, which runs in the background', schema: Recovery, example: recoveryExample },
  },
  errors: [400, 404, 409],
  ours: true,
});
