import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';

export const deleteSubscriptions = defineOperation({
  id: 'deleteSubscriptions',
  api: 'notifications',
  method: 'DELETE',
  path: '/subscriptions',
  summary: 'End all your subscriptions of an application',
  description: 'For programs that begin again. Of ours.',
  tag: 'Subscription',
  access: 'USER',
  query: Type.Object({ applicationId: Type.String({ minLength: 1, maxLength: 256 }) }),
  responses: {
    200: {
      description: 'How many were ended',
      schema: Type.Object({ count: Type.Integer({ minimum: 0 }) }),
      example: { count: 3 },
    },
  },
  errors: [400],
});
