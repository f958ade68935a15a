import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Subscription, subscriptionExample } from '../../schemas/notifications/subscription.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getSubscription = defineOperation({
  id: 'getSubscription',
  api: 'notifications',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}',
  summary: 'Get a subscription',
  tag: 'Subscription',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier }),
  responses: { 200: { description: 'The subscription', schema: Subscription, example: subscriptionExample } },
  errors: [404],
});
