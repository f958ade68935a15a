import { beforeEach, expect, test } from 'vitest';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';
import { upgrade } from '../../sip-access/support.ts';
import { connectionUrl, Ear, subscribe } from './support.ts';

const { ada, admin } = people;
const LIMIT = { timeout: 12_000 };

let company: Company;
beforeEach(async () => {
  company = await Company.temporary();
  return () => company.close();
});

const ask = (path: string, protocol = 'mqtt') =>
  upgrade(Number(new URL(company.url).port), path, { 'Sec-WebSocket-Protocol': protocol });

test('a sign-out ends the connection, and its URL is good for nothing then', async () => {
  const url = await connectionUrl(company, ada);
  const ear = await Ear.connect(url);
  await (await company.as(ada)).delete('/token');
  await expect.poll(() => ear.closed, LIMIT).toEqual([4401]);
  const { pathname, search } = new URL(url);
  expect((await ask(pathname + search)).status).toBe(401);
});

test('so does the removal of the user', async () => {
  const ear = await Ear.connect(await connectionUrl(company, ada));
  expect((await (await company.as(admin)).delete(`/users/${ada.userId}`)).status).toBe(200);
  await expect.poll(() => ear.closed, LIMIT).toEqual([4401]);
});

test('with another role one has to come again', async () => {
  const api = await company.as(ada);
  const subscriptionId = await subscribe(api);
  const [listening, idle] = [
    await Ear.connect(await connectionUrl(company, ada)),
    await Ear.connect(await connectionUrl(company, ada)),
  ];
  await listening.subscribe(subscriptionId);
  const { status } = await (await company.as(admin)).put(`/users/${ada.userId}`, { role: 'ACCOUNT_ADMIN' });
  expect(status).toBe(200);
  await expect.poll(() => [listening.closed, idle.closed], LIMIT).toEqual([[4403], [4403]]);
  const again = await Ear.connect(await connectionUrl(company, ada));
  expect(await again.subscribe(subscriptionId)).toEqual([0]);
});

test('who stops the server says so, and nothing is left open', async () => {
  const ear = await Ear.connect(await connectionUrl(company, ada));
  await company.stop();
  await expect.poll(() => ear.closed, LIMIT).toEqual([1001]);
});

test('without its token there is no connection', async () => {
  const { access_token } = (
    await (
      await company.as({})
    ).post('/token', {
      grant_type: 'password',
      username: ada.email,
      password: 'a password of tests',
    })
  ).body;
  expect((await ask('/mqtt')).status).toBe(401);
  expect((await ask('/mqtt?token=')).status).toBe(401);
  expect((await ask('/mqtt?token=nonsense')).status).toBe(401);
  expect((await ask(`/mqtt?token=${access_token}`)).status).toBe(403);
});

test.each(['sip', 'mqttv5', 'MQTT', ''])('subprotocol %j is refused', async (protocol) => {
  const { pathname, search } = new URL(await connectionUrl(company, ada));
  const { status, body } = await ask(pathname + search, protocol);
  expect([status, JSON.parse(body).param]).toEqual([400, 'Sec-WebSocket-Protocol']);
});

test('one user may not take all connections', async () => {
  const url = await connectionUrl(company, ada);
  const ears = await Promise.all(Array.from({ length: 50 }, () => Ear.connect(url)));
  const { pathname, search } = new URL(url);
  expect((await ask(pathname + search)).status).toBe(429);
  await Ear.connect(await connectionUrl(company, people.ben));
  await ears[0]?.client.endAsync();
  await expect.poll(async () => (await ask(pathname + search)).status, LIMIT).toBe(101);
});
