import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import Paho from 'paho-mqtt';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Api } from '../support/api.ts';
import { ServerProcess } from '../support/server-process.ts';

const LIMIT = { timeout: 15_000 };
const guide = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'websocket.md');

let server: ServerProcess;
let api: Api;
beforeEach(async () => {
  server = await ServerProcess.start();
  api = await Api.signIn(server);
  return () => server.remove();
});

const post = async (path: string, body: object) => (await api.call('POST', path, body)).body;

async function subscribe(): Promise<string> {
  const { subscriptionId } = await post('/subscriptions', {
    applicationId: 'e2e',
    deviceId: 'page',
    transport: 'websocket',
    topic: 'platform-api-admin',
    subjectFilter: '/users/',
  });
  return subscriptionId;
}

let users = 0;
/** @returns the name of a user who is new */
async function hire(): Promise<string> {
  users += 1;
  const name = `User ${users}`;
  await post('/users', { name, email: `user${users}@example.com` });
  return name;
}

const nameOf = (payload: string) => JSON.parse(payload).content.name as string;

test('Paho connects with the URL alone, and hears', async () => {
  const subscriptionId = await subscribe();
  const { url } = await post('/connections', { transport: 'websocket' });
  const heard: string[] = [];
  const client = new Paho.Client(url, 'any-client-id');
  client.onMessageArrived = ({ payloadString }) => heard.push(nameOf(payloadString));
  await new Promise((onSuccess, onFailure) => client.connect({ onSuccess, onFailure }));
  await new Promise((onSuccess, onFailure) => client.subscribe(subscriptionId, { qos: 1, onSuccess, onFailure }));
  const name = await hire();
  await expect.poll(() => heard, LIMIT).toEqual([name]);
  const refused = await new Promise((resolve) =>
    client.subscribe('f'.repeat(32), { onSuccess: () => resolve('granted'), onFailure: () => resolve('refused') }),
  );
  expect(refused).toBe('refused');
  client.disconnect();
});

test('the program of the guide hears again after the server was killed', async () => {
  const [, program] = /```js\n([^`]*(?:`[^`]+`[^`]*)*?)\n```/.exec(await readFile(guide, 'utf8')) ?? [];
  const heard: string[] = [];
  const clients: MqttClient[] = [];
  const watched = {
    connect: (url: string, o: object) => {
      const client = mqtt.connect(url, { ...o, reconnectPeriod: 200 });
      clients.push(client);
      return client;
    },
  };
  onTestFinished(() => clients[0]?.endAsync(true));
  const run = new Function(
    'server',
    'token',
    'mqtt',
    'heard',
    `return (async () => { ${program} ; return subscriptionId; })()`,
  );
  await run(server.url, api.token, watched, (publication: object) => heard.push(nameOf(JSON.stringify(publication))));
  const subscribed = () =>
    new Promise((resolve) =>
      clients[0]?.on('packetreceive', (packet) => {
        if (packet.cmd === 'suback') resolve(packet.granted);
      }),
    );
  expect(await subscribed()).toEqual([0]);
  const before = await hire();
  await expect.poll(() => heard, LIMIT).toEqual([before]);
  const again = subscribed();
  await server.end('SIGKILL');
  await server.launch();
  expect(await again).toEqual([0]);
  const after = await hire();
  await expect.poll(() => heard, LIMIT).toEqual([before, after]);
});
