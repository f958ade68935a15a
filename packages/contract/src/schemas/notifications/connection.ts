import { type Static, Type } from 'typebox';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';

export const CreateConnectionBody = Type.Object(
  { transport: Type.String({ minLength: 1, maxLength: 32, description: 'websocket' }) },
  { additionalProperties: true },
);
export type CreateConnectionBody = Static<typeof CreateConnectionBody>;

const MqttUrl = Type.String({ description: 'For a client of MQTT 3.1.1; it carries its own credential' });

/** The way that notifications come to a client by WebSocket (contract section 6). No source gives the name of the URL. */
export const Connection = Type.Object({
  connectionId: Type.String(),
  transport: Type.String(),
  url: MqttUrl,
  webSocketUrl: MqttUrl,
  websocketUrl: MqttUrl,
  streamUrl: Type.String({ description: 'For a client of the plain JSON stream (docs/guides/stream.md)' }),
  expiryDateTime: DateTime,
  _links: SelfLink,
});
export type Connection = Static<typeof Connection>;

export const createConnectionExample = { transport: 'websocket' } as const;

const urlExample = 'wss://calls.example.com/mqtt?token=q8Yt2LwK5nRz';
export const connectionExample = {
  connectionId: exampleIds.correlationId,
  transport: 'websocket',
  url: urlExample,
  webSocketUrl: urlExample,
  websocketUrl: urlExample,
  streamUrl: 'wss://calls.example.com/stream?token=q8Yt2LwK5nRz',
  expiryDateTime: '2026-05-05T09:30:00.000Z',
  _links: { self: '/2017-09-01/connections' },
} as const;
