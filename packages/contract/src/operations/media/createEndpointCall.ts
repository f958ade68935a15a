import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Call, outboundCallExample } from '../../schemas/media/call.ts';
import { CreateCallBody } from '../../schemas/media/create-call-body.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const createEndpointCall = defineOperation({
  id: 'createEndpointCall',
  api: 'media',
  method: 'POST',
  path: '/endpoints/{endpointId}/calls',
  summary: 'Make a call from an endpoint',
  description: 'Rings the telephone of the endpoint and, once it is picked up, the number in `to`.',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  body: CreateCallBody,
  example: { to: '2881' },
  responses: { 200: { description: 'The call of the endpoint', schema: Call, example: outboundCallExample } },
  errors: [400, 403, 404, 409, 501, 503, 504],
});
