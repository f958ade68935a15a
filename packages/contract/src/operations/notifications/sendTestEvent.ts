import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { AttemptDetail, attemptDetailExample } from '../../schemas/notifications/attempt.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const sendTestEvent = defineOperation({
  id: 'sendTestEvent',
  api: 'notifications',
  method: 'POST',
  path: '/subscriptions/{subscriptionId}/test',
  summary: 'Send an example',
  description: 'The example of a publication of the topic, signed as all are, with the header x-cordboard-test.',
  tag: 'Delivery',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier }),
  responses: {
    200: { description: 'The attempt that was made', schema: AttemptDetail, example: attemptDetailExample },
  },
  errors: [400, 404],
  ours: true,
});
