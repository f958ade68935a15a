import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Endpoint, endpointExample } from '../../schemas/media/endpoint.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getEndpoint = defineOperation({
  id: 'getEndpoint',
  api: 'media',
  method: 'GET',
  path: '/endpoints/{endpointId}',
  summary: 'Get an endpoint',
  description: 'endpointId is the extension. Users see their own endpoint, administrators all of their account.',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  responses: { 200: { description: 'The endpoint', schema: Endpoint, example: endpointExample } },
  errors: [400, 403, 404, 504],
});
