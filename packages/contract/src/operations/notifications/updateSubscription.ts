import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Subscription, subscriptionExample, UpdateSubscriptionBody } from '../../schemas/notifications/subscription.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateSubscription = defineOperation({
  id: 'updateSubscription',
  api: 'notifications',
  method: 'PUT',
  path: '/subscriptions/{subscriptionId}',
  summary: 'Renew or change a subscription',
  description:
    'It lasts from now as long as a new one; an empty body does no more than that. What is pending goes where the ' +
    'subscription goes then. {"status": "active"} switches one on again that was disabled.',
  tag: 'Subscription',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier }),
  body: UpdateSubscriptionBody,
  example: { status: 'active' },
  responses: { 200: { description: 'The subscription', schema: Subscription, example: subscriptionExample } },
  errors: [400, 404],
});
