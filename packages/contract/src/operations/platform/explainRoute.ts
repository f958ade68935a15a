import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { RouteExplanation, routeExplanationExample } from '../../schemas/platform/route-explanation.ts';

export const explainRoute = defineOperation({
  id: 'explainRoute',
  api: 'platform',
  method: 'GET',
  path: '/routes/explain',
  summary: 'What happens when this number is dialled, or calls one of ours',
  description:
    'Decided by the code that routes calls; nothing is called. For the administrator of the server: PARTNER_ADMIN, or ACCOUNT_ADMIN where there is one account.',
  tag: 'Route',
  access: 'ACCOUNT_ADMIN',
  query: Type.Object({
    number: Type.String({ minLength: 1, maxLength: 256 }),
    direction: Type.Optional(
      Type.Enum(['outbound', 'inbound'], {
        type: 'string',
        description: 'outbound: dialled by one of our telephones (default). inbound: called by a trunk',
      }),
    ),
  }),
  responses: {
    200: { description: 'The decision and its steps', schema: RouteExplanation, example: routeExplanationExample },
  },
  errors: [400, 403],
  ours: true,
});
