import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Subscription, subscriptionExample } from '../../schemas/notifications/subscription.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteSubscription = defineOperation({
  id: 'deleteSubscription',
  api: 'notifications',
  method: 'DELETE',
  path: '/subscriptions/{subscriptionId}',
  summary: 'End a subscription',
  tag: 'Subscription',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier }),
  responses: {
    200: { description: 'The subscription that was ended', schema: Subscription, example: subscriptionExample },
  },
  errors: [404],
});
