import { Phone } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const kills = 20;
const changesPerLife = 15;

describe('nothing lost', () => {
  let server: ServerProcess;
  let receiver: WebhookReceiver;
  let api: Api;

  beforeAll(async () => {
    server = await ServerProcess.start();
    receiver = await WebhookReceiver.start();
    api = await Api.signIn(server);
  }, 60_000);

  afterAll(async () => {
    await receiver?.close();
    await server?.remove();
  });

  test(`kill -9, ${kills} times, while webhooks arrive: all delivered, in order for each subject`, async () => {
    const users = await Promise.all(['a', 'b', 'c'].map((name) => createUser(api, name)));
    const subscribed = await subscribe(api, receiver.url);
    expect(subscribed.status).toBe(201);

    const acknowledged = new Map<string, string[]>(users.map((userId) => [userId, []]));
    for (let life = 0; life < kills; life += 1) {
      const writers = users.map(async (userId) => {
        for (let change = 0; change < changesPerLife; change += 1) {
          const name = `${life}-${change}`;
          const answer = await api
            .call('PUT', `/accounts/${api.accountId}/users/${userId}`, { name })
            .catch(() => undefined);
          if (answer?.status === 200) acknowledged.get(userId)?.push(name);
          else return;
        }
      });
      // The kill falls at a different moment of the writing each time.
      await until(
        () =>
          acknowledged
            .get(users[0] as string)
            ?.at(-1)
            ?.startsWith(`${life}-`),
        'the first write of this life',
      );
      await new Promise((resolve) => setTimeout(resolve, (life * 7) % 60));
      await server.end('SIGKILL');
      await Promise.all(writers);
      await server.launch();
    }

    for (const userId of users) {
      const sent = acknowledged.get(userId) ?? [];
      const arrived = () =>
        firstArrivals(receiver.received.filter(({ body }) => body.subject.endsWith(`/users/${userId}`))).map(
          ({ body }) => body.content.name as string,
        );
      await until(() => arrived().includes(sent.at(-1) as string), `the last change of ${userId}`, 30_000);
      const names = arrived();
      expect(sent.filter((name) => !names.includes(name))).toEqual([]);
      expect(names).toEqual([...names].sort(byLifeAndChange));
    }
    const total = [...acknowledged.values()].flat().length;
    const duplicates = receiver.received.length - firstArrivals(receiver.received).length;
    console.log(`${kills} kills, ${total} acknowledged changes, all delivered; ${duplicates} delivered more than once`);
  }, 180_000);

  test('a receiver that answers 500 for a while gets everything afterwards, in order', async () => {
    const failing = await WebhookReceiver.start();
    failing.status = 500;
    const [userId] = await Promise.all([createUser(api, 'd')]);
    await subscribe(api, failing.url, `/users/${userId}$`);
    const names = Array.from({ length: 10 }, (_, index) => `name ${index}`);
    for (const name of names) await api.call('PUT', `/accounts/${api.accountId}/users/${userId}`, { name });
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(failing.received).toHaveLength(0);
    failing.status = 200;
    await until(() => failing.received.length >= names.length, 'everything after the failure', 60_000);
    expect(firstArrivals(failing.received).map(({ body }) => body.content.name)).toEqual(names);
    await failing.close();
  }, 120_000);

  test('a registration that was acknowledged still rings after kill -9', async () => {
    const { username, password, realm } = await api.createPhone('2880');
    const phone = await Phone.start({ server: server.sip, username, password, realm, talk: true });
    const outside = await Phone.start({
      server: server.sip,
      username: '+16135550100',
      password: '',
      register: false,
      localPort: server.trunk.port,
    });
    await server.end('SIGKILL');
    await server.launch();
    await outside.dial('2880');
    await until(() => phone.calls.length === 1, 'the phone ringing without a new registration');
    await outside.close();
    await phone.close();
  }, 60_000);
});

async function createUser(api: Api, name: string): Promise<string> {
  const user = await api.call('POST', `/accounts/${api.accountId}/users`, { email: `${name}@example.com`, name });
  return user.body.userId;
}

async function subscribe(api: Api, deviceId: string, subjectFilter = '/users/') {
  return await api.call('POST', '/subscriptions', {
    applicationId: '5c8ac7ad-3a0e-4b7c-9d5e-6ef0a4c1d2b3',
    deviceId,
    transport: 'webhook',
    topic: 'platform-api-admin',
    methodFilter: 'PUT',
    subjectFilter,
  });
}

/** Deliveries without their repetitions: at least once is promised, and a repetition carries the same id. */
function firstArrivals<T extends { body: { publicationId: string } }>(received: T[]): T[] {
  const seen = new Set<string>();
  return received.filter(({ body }) => !seen.has(body.publicationId) && seen.add(body.publicationId));
}

function byLifeAndChange(one: string, other: string): number {
  const [life, change] = one.split('-').map(Number) as [number, number];
  const [otherLife, otherChange] = other.split('-').map(Number) as [number, number];
  return life - otherLife || change - otherChange;
}
