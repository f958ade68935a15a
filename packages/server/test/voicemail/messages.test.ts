import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { publications as kinds } from '@cordboard/contract';
import { hearsTone, readWav } from '@cordboard/rtp';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { admin, ada, ben } = people;
const box = '/endpoints/2880/voicemail';

eachPlace('A message in a mailbox', (makePlace) => {
  test('is left by a caller, announced, lights the lamp, is played, marked and deleted', async () => {
    const place = await makePlace();
    const company = await Company.open(place);
    try {
      const owner = await company.as(ada);
      const set = await owner.put('/endpoints/2880/forwarding', { notReachable: { destination: 'voicemail' } });
      expect(set.status).toBe(200);
      const caller = await company.phone(ben, { tone: 500 });
      const call = await caller.dial('2880');
      await call.untilHears(440, 15_000);
      await until(async () => (await readdir(join(place.dataDir, 'voicemail'))).length === 1, 'the sound');
      const started = performance.now();
      await until(() => performance.now() - started > 1_500, 'a word or two');
      call.hangup();
      const message = await until(async () => (await owner.get(box)).body._embedded.items[0], 'the message');
      expect(message).toMatchObject({ endpointId: '2880', from: '2881', fromName: ben.name, heard: false });
      expect(message.durationInSeconds).toBeGreaterThan(0.5);
      expect((await owner.get('/endpoints/2880')).body.messageWaiting).toBe(true);

      const path = `${box}/${message.messageId}`;
      expect((await owner.get(path)).body).toEqual(message);
      const token = (
        await owner.post('/token', { grant_type: 'password', username: ada.email, password: 'a password of tests' })
      ).body.access_token;
      const sound = await fetch(`${company.url}${message._links.media}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(sound.headers.get('content-type')).toBe('audio/wav');
      const { samples } = readWav(Buffer.from(await sound.arrayBuffer()));
      expect(hearsTone(samples.subarray(-6_000, -2_000), 500)).toBe(true);

      expect((await owner.put(path, { heard: true })).body.heard).toBe(true);
      expect((await owner.get('/endpoints/2880')).body.messageWaiting).toBe(false);
      expect((await owner.delete(path)).status).toBe(200);
      expect((await owner.get(path)).body.code).toBe('unknown_voicemail');
      expect(await readdir(join(place.dataDir, 'voicemail'))).toEqual([]);

      const rows = await company.context.storage.read
        .selectFrom('publications')
        .selectAll()
        .orderBy('sequence')
        .execute();
      const told = rows.filter(({ subject }) => subject === `/2017-09-01${path}`);
      expect(told.map(({ method }) => method)).toEqual(['POST', 'PUT', 'DELETE']);
      for (const { content } of told)
        expect(Value.Check(kinds.voicemailChanged.content, JSON.parse(content))).toBe(true);
    } finally {
      await company.close();
    }
  }, 60_000);

  test('is for the user of the endpoint alone', async () => {
    const company = await Company.open(await makePlace());
    try {
      const row = { messageId: 'm-1', endpointId: '2880', fromNumber: '2881', fromName: null };
      await company.context.storage.transaction(async ({ db }) => {
        await db
          .insertInto('voicemail')
          .values({ ...row, heard: 0, createdOn: 1, durationMs: 900 })
          .execute();
      });
      const all = [
        ['GET', box],
        ['GET', `${box}/m-1`],
        ['PUT', `${box}/m-1`, { heard: true }],
        ['GET', `${box}/m-1/media`],
        ['DELETE', `${box}/m-1`],
      ] as const;
      const statuses = async (person: Parameters<Company['as']>[0]) => {
        const api = await company.as(person);
        const answers = [];
        for (const [method, path, body] of all) answers.push((await api.call(method, path, body)).status);
        return answers;
      };
      expect(await statuses({})).toEqual([401, 401, 401, 401, 401]);
      expect(await statuses(ben)).toEqual([403, 403, 403, 403, 403]);
      expect(await statuses(admin)).toEqual([403, 403, 403, 403, 403]);
      expect(await statuses(people.strangeAdmin)).toEqual([404, 404, 404, 404, 404]);
      // The sound of this one was never there.
      expect(await statuses(ada)).toEqual([200, 200, 200, 404, 200]);
      expect((await (await company.as(ben)).get('/endpoints/2881/voicemail/m-1')).status).toBe(404);
    } finally {
      await company.close();
    }
  });
});
