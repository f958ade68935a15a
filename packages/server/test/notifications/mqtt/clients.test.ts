import { beforeEach, expect, test } from 'vitest';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';
import { connectionUrl, Ear, subscribe } from './support.ts';

const { ada, ben, admin } = people;
const LIMIT = { timeout: 8_000 };

let company: Company;
beforeEach(async () => {
  company = await Company.temporary();
  return () => company.close();
});

/** An account's administrator changes a user: a publication that is that user's own affair. */
async function rename({ userId }: { userId: string }, name: string): Promise<void> {
  const api = await company.as(admin);
  expect((await api.put(`/users/${userId}`, { name })).status).toBe(200);
}

const users = { topic: 'platform-api-admin', subjectFilter: '/users/' };
const namesOf = ({ heard }: Ear) => heard.map(({ content }) => content.name);

test('the calls of the own telephone arrive, as a webhook would get them', async () => {
  const subscriptionId = await subscribe(await company.as(ada));
  const ear = await Ear.connect(await connectionUrl(company, ada));
  expect(await ear.subscribe(subscriptionId)).toEqual([0]);
  const phone = await company.phone(ada);
  const call = await company.callIn(ada);
  await expect.poll(() => ear.heard.map(({ content }) => content.state), LIMIT).toContain('ringing');
  call.hangup();
  await expect.poll(() => ear.heard.at(-1)?.content.state, LIMIT).toBe('idle');
  expect(ear.heard[0]).toEqual({
    publicationId: expect.any(String),
    topic: 'platform-api-media',
    method: 'PUT',
    subject: expect.stringMatching(/^\/2017-09-01\/endpoints\/2880\/calls\//),
    content: expect.objectContaining({ endpointId: '2880' }),
    publisher: { accountId: 'a-1', principalId: expect.any(String) },
    subscription: { subscriptionId },
    notification: { createdOn: expect.any(String), correlationId: expect.any(String) },
  });
  await phone.close();
});

test.each([0, 1, 2] as const)('with QoS %i', async (qos) => {
  const subscriptionId = await subscribe(await company.as(ada), users);
  const ear = await Ear.connect(await connectionUrl(company, ada));
  expect(await ear.subscribe(subscriptionId, qos)).toEqual([qos]);
  for (const name of ['One', 'Two', 'Three']) await rename(ada, name);
  await expect.poll(() => namesOf(ear), LIMIT).toEqual(['One', 'Two', 'Three']);
  expect(new Set(ear.qos)).toEqual(new Set([Math.min(qos, 1)]));
});

test('several subscriptions by one connection, and none after it is given up', async () => {
  const api = await company.as(ada);
  const [one, two] = [await subscribe(api, users), await subscribe(api, users)];
  const ear = await Ear.connect(await connectionUrl(company, ada));
  expect(await ear.subscribe([one, two])).toEqual([0, 0]);
  await rename(ada, 'First');
  await expect
    .poll(() => ear.heard.map((each) => each.subscription.subscriptionId).sort(), LIMIT)
    .toEqual([one, two].sort());
  await ear.client.unsubscribeAsync(one);
  await rename(ada, 'Second');
  await expect.poll(() => ear.heard.length, LIMIT).toBe(3);
  expect(ear.heard[2].subscription.subscriptionId).toBe(two);
});

test('a subscription that was deleted says nothing more, and the connection goes on', async () => {
  const api = await company.as(ada);
  const [gone, stays] = [await subscribe(api, users), await subscribe(api, users)];
  const ear = await Ear.connect(await connectionUrl(company, ada));
  await ear.subscribe([gone, stays]);
  await api.delete(`/subscriptions/${gone}`);
  await rename(ada, 'Later');
  await expect.poll(() => namesOf(ear), LIMIT).toEqual(['Later']);
  expect(ear.heard[0].subscription.subscriptionId).toBe(stays);
  expect(await ear.subscribe(gone)).toEqual([128]);
});

test('nobody hears the subscriptions of others; administrators do', async () => {
  const hers = await subscribe(await company.as(ada), users);
  const webhook = await subscribe(await company.as(ben), { transport: 'webhook', deviceId: 'http://127.0.0.1:9/' });
  const his = await Ear.connect(await connectionUrl(company, ben));
  const topics = [hers, webhook, 'f'.repeat(32), '#', '+', `${hers}/#`, '$SYS/#', 'platform-api-admin'];
  expect(await his.subscribe(topics)).toEqual(topics.map(() => 128));
  const stranger = await Ear.connect(await connectionUrl(company, people.strangeAdmin));
  expect(await stranger.subscribe(hers)).toEqual([128]);
  const ear = await Ear.connect(await connectionUrl(company, admin));
  expect(await ear.subscribe(hers)).toEqual([0]);
  await rename(ada, 'Countess');
  await expect.poll(() => namesOf(ear), LIMIT).toEqual(['Countess']);
  expect([his.heard, stranger.heard]).toEqual([[], []]);
});

test('two clients with one clientId do not push each other out', async () => {
  const subscriptionId = await subscribe(await company.as(ada), users);
  const clientId = 'clientId';
  const ears = [
    await Ear.connect(await connectionUrl(company, ada), { clientId }),
    await Ear.connect(await connectionUrl(company, ada), { clientId, clean: false }),
  ];
  for (const ear of ears) await ear.subscribe(subscriptionId);
  await rename(ada, 'Both');
  for (const ear of ears) await expect.poll(() => namesOf(ear), LIMIT).toEqual(['Both']);
});
