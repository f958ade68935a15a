import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { RotatedSecret, rotatedSecretExample } from '../../schemas/notifications/rotated-secret.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const rotateSubscriptionSecret = defineOperation({
  id: 'rotateSubscriptionSecret',
  api: 'notifications',
  method: 'POST',
  path: '/subscriptions/{subscriptionId}/secret',
  summary: 'Give a subscription another secret',
  description: 'Both secrets sign for 24 hours, so that receivers can change over in between. Of ours.',
  tag: 'Subscription',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier }),
  responses: {
    200: { description: 'The new secret, shown this once', schema: RotatedSecret, example: rotatedSecretExample },
  },
  errors: [400, 404],
});
