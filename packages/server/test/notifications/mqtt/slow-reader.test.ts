import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock as clock } from '../../../src/clock.ts';
import { type Caller, TokenWatch, Upgrades } from '../../../src/http/index.ts';
import { createIds } from '../../../src/ids.ts';
import { silentLog as log } from '../../../src/log.ts';
import { MqttServer } from '../../../src/notifications/index.ts';
import type { LiveReceiver } from '../../../src/notifications/live/index.ts';
import type { StoredPublication } from '../../../src/publications/index.ts';
import { until } from '../support/until.ts';

const CONNECT = Buffer.from('100d00044d5154540402003c000161', 'hex');
const TOPIC = 'a'.repeat(32);
const SUBSCRIBE = Buffer.concat([Buffer.from('822500010020', 'hex'), Buffer.from(TOPIC), Buffer.of(0)]);

const caller: Caller = {
  accountId: 'a-1',
  principalId: 'u-ada',
  role: 'USER',
  extension: undefined,
  sessionId: 's-1',
  scope: 'notifications',
  tokenIssuedAt: 0,
  tokenExpiresAt: 0,
};

const publication = { publicationId: 'p', content: JSON.stringify('x'.repeat(50_000)) } as StoredPublication;

/** A server whose one subscription says what the test wants. */
async function serve() {
  const receivers = new Set<LiveReceiver>();
  const authenticate = () => caller;
  const server = new MqttServer({
    authenticate,
    watch: new TokenWatch({ authenticate, clock, log }),
    listen: async (_caller, _id, receiver) => {
      receivers.add(receiver);
      return () => receivers.delete(receiver);
    },
    clock,
    ids: createIds(clock),
    log,
    limits: { backlogBytes: 500_000 },
  });
  await server.start();
  const http = createServer();
  new Upgrades(http, log).at('/mqtt', (upgrade) => server.receive(upgrade));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(async () => {
    await server.close();
    http.close();
    http.closeAllConnections();
  });
  return { server, receivers, url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt` };
}

async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, 'mqtt');
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(CONNECT);
  socket.send(SUBSCRIBE);
  return socket;
}

test('a client that does not read is cut off; one that does hears everything', async () => {
  const { server, receivers, url } = await serve();
  const slow = await connect(url);
  await until(() => receivers.size === 1, 'the slow one');
  slow.pause();
  const quick = await connect(url);
  let bytes = 0;
  quick.on('message', (data: Buffer) => {
    bytes += data.length;
  });
  await until(() => receivers.size === 2, 'both');
  let sent = 0;
  await until(() => {
    sent += 1;
    for (const receiver of receivers) receiver.receive(publication);
    return receivers.size === 1;
  }, 'the slow one cut off');
  expect(server.connections).toBe(1);
  expect(quick.readyState).toBe(WebSocket.OPEN);
  await until(() => bytes > sent * 50_000, 'everything heard');
  slow.terminate();
  quick.terminate();
});
