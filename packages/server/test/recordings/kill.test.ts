import { Phone } from '@cordboard/phone';
import { expect, test } from 'vitest';
import { prepare, testConfig } from '../media/support/company.ts';
import { type Person, people } from '../media/support/people.ts';
import { ServerProcess } from '../media/support/server-process.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { ada, ben, admin } = people;

eachPlace('a server that is killed while it records', (makePlace) => {
  test('closes the recording at its next start, with what was said until then', async () => {
    const place = await makePlace();
    await prepare(place);
    const config = testConfig(place, 9);
    let server = await ServerProcess.start(config);
    const phones: Phone[] = [];
    try {
      const api = await server.as(admin);
      for (const { extension } of [ada, ben] satisfies Person[]) {
        const { body } = await api.post(`/endpoints/${extension}/credentials`);
        const at = { host: '127.0.0.1', port: server.sipPort };
        phones.push(await Phone.start({ ...body, server: at, talk: true, autoAnswer: true }));
      }
      const made = await api.post('/endpoints/2880/calls', { to: '2881', record: true });
      expect(made.status).toBe(200);
      const { recordingId } = await until(
        async () => (await api.get('/recordings')).body._embedded.items[0],
        'a recording',
      );
      // Two seconds are the most that the header, and half a second the most that the sound, lags behind.
      const since = performance.now();
      await until(() => performance.now() - since > 1_500, 'some sound');

      await server.end();
      server = await ServerProcess.start(config);
      const again = await server.as(admin);
      const { body } = await again.get(`/recordings/${recordingId}?$expand=media`);
      expect(body.callId).toBe(made.body.callId);
      expect(body.durationInSeconds).toBeGreaterThan(0.4);
      const { pathname, search } = new URL(body._embedded.media.url);
      const sound = Buffer.from(await (await fetch(server.url + pathname + search)).arrayBuffer());
      expect(sound.readUInt32LE(40)).toBe(sound.length - 44);
      const record = await again.get(`/calls/${made.body.callId}/records`);
      expect(record.body._embedded.items[0]).toMatchObject({ cause: 'resourcesNotAvailable', completed: true });
      expect((await again.delete(`/recordings/${recordingId}`)).status).toBe(200);
    } finally {
      for (const phone of phones) await phone.close();
      await server.end();
    }
  }, 60_000);
});
