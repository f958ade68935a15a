import { defineOperation } from '../../operation.ts';
import { Subscription, subscriptionExample } from '../../schemas/notifications/subscription.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';

export const listSubscriptions = defineOperation({
  id: 'listSubscriptions',
  api: 'notifications',
  method: 'GET',
  path: '/subscriptions',
  summary: 'List your subscriptions',
  tag: 'Subscription',
  access: 'USER',
  odata: ['$top', '$skip', '$skiptoken'],
  responses: {
    200: {
      description: 'A page of subscriptions',
      schema: collection(Subscription),
      example: collectionExample('/2017-09-01/subscriptions', [subscriptionExample]),
    },
  },
  errors: [400],
});
