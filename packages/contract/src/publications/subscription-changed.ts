import { BASE_PATH, topics } from '../names.ts';
import { getSubscription } from '../operations/notifications/getSubscription.ts';
import { Subscription, subscriptionExample } from '../schemas/notifications/subscription.ts';
import { definePublication } from './publication.ts';
import { subscriptionSubject } from './subjects.ts';

export const subscriptionChanged = definePublication({
  id: 'subscriptionChanged',
  summary: 'A subscription was made, renewed, disabled or ended, or its receiver fails or answers again',
  topic: topics.notifications,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getSubscription.path}`,
  content: Subscription,
  example: {
    method: 'PUT',
    subject: subscriptionSubject(subscriptionExample.subscriptionId),
    content: subscriptionExample,
  },
});
