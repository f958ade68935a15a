import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { AttemptDetail, attemptDetailExample } from '../../schemas/notifications/attempt.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const replayAttempt = defineOperation({
  id: 'replayAttempt',
  api: 'notifications',
  method: 'POST',
  path: '/subscriptions/{subscriptionId}/attempts/{attemptId}/replay',
  summary: 'Send a publication once more',
  description: 'At once, beside the schedule; the answer tells what came back.',
  tag: 'Delivery',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier, attemptId: Identifier }),
  responses: {
    200: { description: 'The attempt that was made', schema: AttemptDetail, example: attemptDetailExample },
  },
  errors: [404, 410],
  ours: true,
});
