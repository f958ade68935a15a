import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Forwarding, forwardingExample, UpdateForwardingBody } from '../../schemas/platform/forwarding.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateForwarding = defineOperation({
  id: 'updateForwarding',
  api: 'platform',
  method: 'PUT',
  path: '/endpoints/{endpointId}/forwarding',
  summary: 'Set where the calls of an endpoint are forwarded',
  description:
    'Takes the place of all that was set. `always` goes before everything; `busy` also takes the calls of an endpoint ' +
    'that does not want to be disturbed. A call is forwarded five times at most, and never in a circle.',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  body: UpdateForwardingBody,
  example: {
    busy: { destination: '2881' },
    noAnswer: { destination: '+16135550100', afterSeconds: 20 },
  },
  responses: { 200: { description: 'The changed forwarding', schema: Forwarding, example: forwardingExample } },
  errors: [400, 403, 404, 409],
  ours: true,
});
