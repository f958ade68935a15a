import { defineOperation } from '../../operation.ts';
import {
  Connection,
  CreateConnectionBody,
  connectionExample,
  createConnectionExample,
} from '../../schemas/notifications/connection.ts';

export const createConnection = defineOperation({
  id: 'createConnection',
  api: 'notifications',
  method: 'POST',
  path: '/connections',
  summary: 'Get a URL that notifications come by',
  description:
    'Connect an MQTT 3.1.1 client to the URL, and MQTT-subscribe to the subscriptionId of a subscription with the ' +
    'transport websocket. The URL is a credential: it ends with your session, and at expiryDateTime.',
  tag: 'Subscription',
  access: 'USER',
  body: CreateConnectionBody,
  example: createConnectionExample,
  responses: { 201: { description: 'The URL', schema: Connection, example: connectionExample } },
  errors: [400],
});
