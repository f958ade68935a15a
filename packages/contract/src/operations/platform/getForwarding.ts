import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Forwarding, forwardingExample } from '../../schemas/platform/forwarding.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getForwarding = defineOperation({
  id: 'getForwarding',
  api: 'platform',
  method: 'GET',
  path: '/endpoints/{endpointId}/forwarding',
  summary: 'Get where the calls of an endpoint are forwarded',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  responses: { 200: { description: 'The forwarding', schema: Forwarding, example: forwardingExample } },
  errors: [403, 404],
  ours: true,
});
