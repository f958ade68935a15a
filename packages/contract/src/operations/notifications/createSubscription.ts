import { defineOperation } from '../../operation.ts';
import {
  CreateSubscriptionBody,
  createSubscriptionExample,
  Subscription,
  subscriptionExample,
} from '../../schemas/notifications/subscription.ts';

export const createSubscription = defineOperation({
  id: 'createSubscription',
  api: 'notifications',
  method: 'POST',
  path: '/subscriptions',
  summary: 'Subscribe to changes',
  description:
    'You hear only of what you may read. subjectFilter is a regular expression over the subject; publicationFilter a ' +
    'JSONPath over { publications: [publication] }. Subscribe again before expiryDateTime. The secret is shown this once.',
  tag: 'Subscription',
  access: 'USER',
  body: CreateSubscriptionBody,
  example: createSubscriptionExample,
  responses: {
    201: {
      description: 'The subscription',
      schema: Subscription,
      example: { ...subscriptionExample, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    },
  },
  errors: [400, 403],
});
