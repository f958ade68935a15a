import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { AttemptDetail, attemptDetailExample } from '../../schemas/notifications/attempt.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getAttempt = defineOperation({
  id: 'getAttempt',
  api: 'notifications',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/attempts/{attemptId}',
  summary: 'Get an attempt with request and response',
  description: 'What went out and what came back.',
  tag: 'Delivery',
  access: 'USER',
  params: Type.Object({ subscriptionId: Identifier, attemptId: Identifier }),
  responses: { 200: { description: 'The attempt', schema: AttemptDetail, example: attemptDetailExample } },
  errors: [404],
  ours: true,
});
