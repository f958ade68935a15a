import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Call, callExample } from '../../schemas/media/call.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getEndpointCall = defineOperation({
  id: 'getEndpointCall',
  api: 'media',
  method: 'GET',
  path: '/endpoints/{endpointId}/calls/{callId}',
  summary: 'Get a call',
  description: 'callId is the short id, or the long form of a notification, URL-encoded.',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier, callId: Identifier }),
  responses: { 200: { description: 'The call', schema: Call, example: callExample } },
  errors: [400, 403, 404, 504],
});
