import { mkdir, readdir, rename, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SAMPLE_RATE, toneSamples, wavHeader } from '@cordboard/rtp';
import { expect, test } from 'vitest';
import { userIds } from '../support/cast.ts';
import { eachWorld, type World } from '../support/world.ts';

const box = '/endpoints/2880/voicemail';

eachWorld('After a server was killed', (start) => {
  const folderOf = ({ place }: World) => join(place.dataDir, 'voicemail');

  /** A row, and a file whose header knows of no sound yet. */
  async function leaveOpen(world: World, messageId: string, seconds: number | undefined): Promise<void> {
    const row = { messageId, endpointId: '2880', fromNumber: '2881', fromName: null, heard: 0, createdOn: 1 };
    await world.storage.transaction(async ({ db }) => {
      await db
        .insertInto('voicemail')
        .values({ ...row, durationMs: null })
        .execute();
    });
    if (seconds === undefined) return;
    const samples = toneSamples([500], { from: 0, count: SAMPLE_RATE * seconds });
    await mkdir(folderOf(world), { recursive: true });
    const bytes = Buffer.concat([wavHeader(0), Buffer.from(samples.buffer)]);
    await writeFile(join(folderOf(world), `${messageId}.wav`), bytes);
  }

  test('a message that was being spoken is there with what was said; the lamp is lit, and it is announced', async () => {
    const world = await start();
    await leaveOpen(world, 'm-1', 2);
    expect((await (await world.as('ada')).get(box)).body.count).toBe(0);
    await world.close();
    const again = await start({ place: world.place });
    const ada = await again.as('ada');
    expect((await ada.get(box)).body._embedded.items).toMatchObject([{ messageId: 'm-1', durationInSeconds: 2 }]);
    expect((await ada.get('/endpoints/2880')).body.messageWaiting).toBe(true);
    const rows = await again.storage.read.selectFrom('publications').select(['subject', 'method']).execute();
    expect(rows).toContainEqual({ method: 'POST', subject: `/2017-09-01${box}/m-1` });
    const sound = await ada.get(`${box}/m-1/media`);
    expect([sound.status, sound.headers['content-length']]).toEqual([200, String(44 + 2 * 2 * SAMPLE_RATE)]);
  });

  test('one without sound, and sound without a message, are gone', async () => {
    const world = await start();
    await leaveOpen(world, 'm-1', undefined);
    await writeFile(join(folderOf(world), 'stray.wav'), 'x');
    await world.close();
    const again = await start({ place: world.place });
    expect((await (await again.as('ada')).get(box)).body.count).toBe(0);
    expect(await again.storage.read.selectFrom('voicemail').selectAll().execute()).toEqual([]);
    expect(await readdir(folderOf(again))).toEqual([]);
  });

  test('one whose sound cannot be read is not thrown away: it is there after a start that can', async () => {
    const world = await start();
    await leaveOpen(world, 'm-1', 2);
    const [sound, aside] = ['m-1.wav', 'm-1.aside'].map((name) => join(folderOf(world), name)) as [string, string];
    await rename(sound, aside);
    await mkdir(sound);
    await world.close();
    const second = await start({ place: world.place });
    expect((await (await second.as('ada')).get(box)).body.count).toBe(0);
    await second.close();
    await rmdir(sound);
    await rename(aside, sound);
    const third = await start({ place: world.place });
    const { items } = (await (await third.as('ada')).get(box)).body._embedded;
    expect(items).toMatchObject([{ messageId: 'm-1', durationInSeconds: 2 }]);
  });

  test('who gets the extension of somebody who left does not get the messages', async () => {
    const world = await start();
    await leaveOpen(world, 'm-1', 2);
    await world.close();
    const again = await start({ place: world.place });
    const admin = await again.as('admin');
    await admin.delete(`/users/${userIds.ada}`);
    await admin.put(`/users/${userIds.ben}`, { extension: '2880' });
    expect((await (await again.as('ben')).get(box)).body.count).toBe(0);
    await again.close();
    const third = await start({ place: world.place });
    expect(await readdir(folderOf(third))).toEqual([]);
  });
});
