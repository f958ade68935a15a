import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Attempt, attemptExample } from '../../schemas/notifications/attempt.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const listAttempts = defineOperation({
  id: 'listAttempts',
  api: 'notifications',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/attempts',
  summary: 'List the attempts to deliver',
  description: 'Newest first, kept for seven days.',
  tag: 'Delivery',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier }),
  odata: ['$filter', '$top', '$skip', '$skiptoken'],
  responses: {
    200: {
      description: 'A page of attempts',
      schema: collection(Attempt),
      example: collectionExample('/2017-09-01/subscriptions/2d08a6f1c3b54e7f9a0b1c2d3e4f8303/attempts', [
        attemptExample,
      ]),
    },
  },
  errors: [400, 404],
  ours: true,
});
