import { Phone } from '@cordboard/phone';
import { beforeEach, expect, test } from 'vitest';
import type { Config } from '../../src/config.ts';
import { Receiver } from '../notifications/support/receiver.ts';
import { eachPlace, openAt, type Place } from '../support/storage.ts';
import { prepare, testConfig } from './support/company.ts';
import { type Person, people } from './support/people.ts';
import { type Published, published } from './support/published.ts';
import { ServerProcess } from './support/server-process.ts';
import { until } from './support/until.ts';

const { ada, ben, admin } = people;
/** Each starts the server several times; the limit is only for tests that fail. */
const LIMIT_MS = 120_000;

eachPlace('a server that is killed', (makePlace) => {
  let place: Place;
  let config: Config;
  let server: ServerProcess;
  let outside: Phone;
  let closers: (() => Promise<unknown>)[];

  beforeEach(async () => {
    place = await makePlace();
    await prepare(place);
    outside = await Phone.start({
      server: { host: '127.0.0.1', port: 9 },
      username: '+16135550100',
      password: '',
      register: false,
    });
    closers = [() => outside.close()];
    config = testConfig(place, outside.address.port);
    server = await ServerProcess.start(config);
    config = { ...config, sip: { ...config.sip, port: server.sipPort } };
    return async () => {
      await server.end();
      for (const close of closers) await close();
    };
  });

  async function phone(person: Person, o: { autoAnswer?: boolean } = {}): Promise<Phone> {
    const { body } = await (await server.as(admin)).post(`/endpoints/${person.extension}/credentials`);
    const made = await Phone.start({ ...body, server: { host: '127.0.0.1', port: server.sipPort }, talk: true, ...o });
    closers.push(() => made.close());
    return made;
  }

  const callIn = (person: Person) => outside.dial(`sip:${person.extension}@127.0.0.1:${server.sipPort}`);

  /** What the dead server left: all publications and records, each subject's publications, in order. */
  async function left(): Promise<{
    bySubject: Map<string, Published[]>;
    records: Map<string, { endedOn: number | null; state: string }>;
  }> {
    const storage = await openAt(place);
    const all = await published(storage);
    const rows = await storage.read.selectFrom('callRecords').selectAll().execute();
    await storage.close();
    const bySubject = Map.groupBy(all, ({ subject }) => subject);
    const records = new Map(rows.map((row) => [`/2017-09-01/endpoints/${row.endpointId}/calls/${row.callId}`, row]));
    return { bySubject, records };
  }

  /** Nothing announced that is unsaved, nothing saved that is unannounced. */
  function expectAgreement({ bySubject, records }: Awaited<ReturnType<typeof left>>): void {
    expect([...records.keys()].toSorted()).toEqual([...bySubject.keys()].toSorted());
    for (const [subject, { state, endedOn }] of records) {
      const announced = bySubject.get(subject)?.at(-1)?.content.state;
      expect([subject, announced, endedOn === null]).toEqual([
        subject,
        state === 'completed' ? 'idle' : state,
        state !== 'completed',
      ]);
    }
  }

  test('leaves live calls, which the next start ends: record, event and webhook, once', {
    timeout: LIMIT_MS,
  }, async () => {
    const receiver = await Receiver.start();
    closers.push(() => receiver.close());
    await (await server.as(admin)).post('/subscriptions', {
      applicationId: 'test',
      deviceId: receiver.url,
      transport: 'webhook',
      topic: 'platform-api-media',
      subjectFilter: '/calls/',
      publicationFilter: "$.publications[?(@.content.state == 'idle')]",
    });
    await phone(ada, { autoAnswer: true });
    const ringing = await phone(ben);
    const caller = await callIn(ada);
    await caller.until('connected', 5_000);
    await callIn(ben);
    await until(() => ringing.calls[0], 'a phone ringing');
    await until(async () => (await (await server.as(ben)).get('/endpoints/2881/calls')).body.count === 1, 'the call');

    await server.end();
    const before = await left();
    expectAgreement(before);
    expect([...before.records.values()].map(({ state }) => state).toSorted()).toEqual(['connected', 'ringing']);

    const downSince = Date.now();
    server = await ServerProcess.start(config);
    await until(() => receiver.received.length === 2, 'both ends announced');
    const ends = receiver.received
      .map(({ body }) => body.content)
      .toSorted((a, b) => (String(a.callId) < String(b.callId) ? -1 : 1));
    expect(ends).toMatchObject([
      {
        endpointId: '2880',
        state: 'idle',
        cause: 'resourcesNotAvailable',
        completed: true,
        from: '+16135550100',
        to: '2880',
        toPrincipalId: ada.userId,
        billingTime: expect.any(Number),
      },
      { endpointId: '2881', state: 'idle', cause: 'resourcesNotAvailable', completed: false, userId: ben.userId },
    ]);
    for (const { endTime } of ends) expect(Date.parse(String(endTime))).toBeGreaterThanOrEqual(downSince);
    for (const endpoint of ['2880', '2881']) {
      expect((await (await server.as(admin)).get(`/endpoints/${endpoint}/calls`)).body.count).toBe(0);
    }

    await server.end();
    server = await ServerProcess.start(config);
    await server.end();
    const after = await left();
    expectAgreement(after);
    for (const events of after.bySubject.values()) {
      expect(events.filter(({ content }) => content.state === 'idle')).toEqual([events.at(-1)]);
    }
  });

  test('at any moment under calls has announced what it saved and saved what it announced', {
    timeout: LIMIT_MS,
  }, async () => {
    await phone(ada, { autoAnswer: true });
    let calls = 0;
    let calling = true;
    const caller = (async () => {
      while (calling) {
        const call = await callIn(ada);
        await call.until('connected', 1_000).catch(() => {});
        call.hangup();
        calls += 1;
      }
    })();
    for (let kill = 1; kill <= 3; kill += 1) {
      const wanted = calls + 5 + kill;
      await until(() => calls >= wanted, 'calls');
      await server.end();
      expectAgreement(await left());
      server = await ServerProcess.start(config);
    }
    calling = false;
    await caller;
    await server.end('SIGTERM');
    const { bySubject, records } = await left();
    expect(records.size).toBeGreaterThan(15);
    for (const events of bySubject.values()) {
      expect(events.filter(({ content }) => content.state === 'idle')).toEqual([events.at(-1)]);
    }
  });
});
