import { Phone } from '@cordboard/phone';
import { beforeEach, expect, test } from 'vitest';
import type { Config } from '../../src/config.ts';
import { Receiver } from '../notifications/support/receiver.ts';
import { eachPlace, openAt, type Place } from '../support/storage.ts';
import { prepare, testConfig } from './support/company.ts';
import { type Person, people } from './support/people.ts';
import { ServerProcess } from './support/server-process.ts';
import { until } from './support/until.ts';

const { ada, ben, admin } = people;
const LIMIT_MS = 60_000;

eachPlace('a server that is killed while a program waits for an outcome', (makePlace) => {
  let place: Place;
  let config: Config;
  let server: ServerProcess;
  let receiver: Receiver;
  let callee: Phone;
  const phones: Phone[] = [];

  beforeEach(async () => {
    receiver = await Receiver.start();
    place = await makePlace();
    await prepare(place);
    config = testConfig(place, 9);
    server = await ServerProcess.start(config);
    await phone(ada, true);
    callee = await phone(ben, false);
    return async () => {
      await server.end();
      for (const one of phones.splice(0)) await one.close();
      await receiver.close();
    };
  });

  async function phone(person: Person, autoAnswer: boolean): Promise<Phone> {
    const { body } = await (await server.as(admin)).post(`/endpoints/${person.extension}/credentials`);
    const made = await Phone.start({ ...body, server: { host: '127.0.0.1', port: server.sipPort }, autoAnswer });
    phones.push(made);
    return made;
  }

  async function makeCall() {
    await (await server.as(ada)).post('/endpoints/2880/calls', { to: '2881', successUrl: receiver.url });
    return await until(() => callee.calls[0], 'the callee ringing');
  }

  test('tells at the next start that it failed', { timeout: LIMIT_MS }, async () => {
    await makeCall();
    await server.end();
    expect(receiver.received).toEqual([]);
    server = await ServerProcess.start(config);
    const { body } = await until(() => receiver.received[0], 'the outcome');
    expect(body).toMatchObject({ outcome: 'failure', endpointId: '2880', error: { code: 'pbx_unavailable' } });
  });

  test('goes on telling what was not taken, and forgets what was', { timeout: LIMIT_MS }, async () => {
    receiver.reply = () => ({ status: 500 });
    (await makeCall()).answer();
    const first = await until(() => receiver.received[0], 'the outcome');
    await server.end();
    receiver.reply = () => ({ status: 200 });
    const before = receiver.received.length;
    server = await ServerProcess.start(config);
    const again = await until(() => receiver.received[before], 'the outcome again');
    expect([again.text, again.headers['webhook-id']]).toEqual([first.text, first.headers['webhook-id']]);
    await server.end('SIGTERM');
    const storage = await openAt(place);
    expect(await storage.read.selectFrom('commandOutcomes').selectAll().execute()).toEqual([]);
  });
});
