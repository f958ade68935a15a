import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { EndpointCredentials, endpointCredentialsExample } from '../../schemas/platform/endpoint-credentials.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const createEndpointCredentials = defineOperation({
  id: 'createEndpointCredentials',
  api: 'platform',
  method: 'POST',
  path: '/endpoints/{endpointId}/credentials',
  summary: 'Make SIP credentials for a telephone',
  description: 'New credentials take the place of the former ones. The password is shown this once.',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  responses: {
    201: { description: 'The credentials', schema: EndpointCredentials, example: endpointCredentialsExample },
  },
  errors: [403, 404],
  ours: true,
});
