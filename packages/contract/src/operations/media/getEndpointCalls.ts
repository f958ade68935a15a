import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Call, callExample } from '../../schemas/media/call.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getEndpointCalls = defineOperation({
  id: 'getEndpointCalls',
  api: 'media',
  method: 'GET',
  path: '/endpoints/{endpointId}/calls',
  summary: 'List the active calls of an endpoint',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  odata: ['$skip', '$skiptoken', '$top', '$filter'],
  responses: {
    200: {
      description: 'A page of calls',
      schema: collection(Call),
      example: collectionExample('/2017-09-01/endpoints/2880/calls', [callExample]),
    },
  },
  errors: [400, 403, 404, 504],
});
