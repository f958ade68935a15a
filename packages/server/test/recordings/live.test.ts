import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';
import { rowsOf } from './support/recordings.ts';

const { ada, ben, admin } = people;
const [from, to] = ['2880', '2881'] as const;

eachPlace('a call that is recorded', (makePlace) => {
  test('leaves a recording: row, announcements, sound behind a link', async () => {
    const company = await Company.open(await makePlace());
    try {
      await company.phone(ada, { autoAnswer: true });
      await company.phone(ben, { autoAnswer: true });
      const { gateway, storage } = company.context;
      const call = await gateway.pbx.makeCall(from, { to, record: true });
      const begun = await until(async () => (await rowsOf(storage))[0], 'the row at the start of the recording');
      expect(begun).toMatchObject({ state: 'recording', endedOn: null, userId: ada.userId, callId: call.callId });

      const { pbx } = gateway;
      await pbx.act(from, call.callId, { action: 'tagRecording', tags: { label: 'Order 1207', lot: '7' } });
      await until(() => pbx.call(from, call.callId)?.state === 'connected', 'the call connected');
      const since = Date.now();
      await until(() => Date.now() - since > 300, 'some sound');
      await company.quiet();
      const ended = await until(async () => (await rowsOf(storage)).find(({ endedOn }) => endedOn !== null), 'its end');
      expect(ended).toMatchObject({ state: 'ended', cause: null, label: 'Order 1207', callId: call.callId });
      expect(JSON.parse(ended.callIds)).toContain(call.callId);
      const path = join(company.place.dataDir, 'recordings', ended.file);
      expect(ended.file).toMatch(/^\d{4}\/\d\d\/[0-9a-f-]{36}\.wav$/);
      expect([statSync(path).size, statSync(path).mode & 0o077, statSync(dirname(path)).mode & 0o077]).toEqual([
        ended.bytes,
        0,
        0,
      ]);

      const stories = await storage.read.selectFrom('publications').selectAll().orderBy('sequence').execute();
      const of = stories.filter(({ subject }) => subject === `/2017-09-01/recordings/${ended.recordingId}`);
      expect(of.map(({ method, content }) => `${method} ${JSON.parse(content).state}`)).toEqual([
        'POST recording',
        'PUT recording',
        'PUT ended',
      ]);
      const { body } = await (await company.as(admin)).get(`/recordings/${ended.recordingId}?$expand=media`);
      const { pathname, search } = new URL(body._embedded.media.url);
      const sound = Buffer.from(await (await fetch(company.url + pathname + search)).arrayBuffer());
      expect(sound.length).toBe(ended.bytes);
      expect(sound.readUInt32LE(40)).toBe(sound.length - 44);
    } finally {
      await company.close();
    }
  });
});
