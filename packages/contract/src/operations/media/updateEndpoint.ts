import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Endpoint, endpointExample, UpdateEndpointBody } from '../../schemas/media/endpoint.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateEndpoint = defineOperation({
  id: 'updateEndpoint',
  api: 'media',
  method: 'PUT',
  path: '/endpoints/{endpointId}',
  summary: 'Set do not disturb, message waiting or routing of an endpoint',
  description:
    '`enabled` switches what `action` names on or off; `userAvailability` is stored with it. `pstnRouting` sends calls to ' +
    'the mobile number of the user, but not while the endpoint does not want to be disturbed.',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  body: UpdateEndpointBody,
  example: { action: 'dnd', userAvailability: 'dnd', enabled: true },
  responses: {
    200: { description: 'The changed endpoint', schema: Endpoint, example: endpointExample },
    202: { description: 'Accepted; a notification tells the outcome' },
  },
  errors: [400, 403, 404, 504],
});
