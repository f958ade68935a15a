import { rmSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { keep as keepCalls, record } from '../history/support/records.ts';
import type { Client } from '../support/client.ts';
import { expectError } from '../support/expect-error.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld, type World, type WorldOptions } from '../support/world.ts';
import { idOf, keep, recording, writeSound } from './support/recordings.ts';

const MINUTE_MS = 60_000;
const sound = Buffer.from(Array.from({ length: 1_000 }, (_, n) => n % 251));

eachWorld('the link to a sound', (start: (o?: WorldOptions) => Promise<World>) => {
  let world: World;
  let clock: SetClock;
  let ada: Client;
  let path: string;

  beforeEach(async () => {
    clock = new SetClock();
    world = await start({ clock });
    ada = await world.as('ada');
    const row = recording(1, 'ada', { bytes: 1_044 });
    await keep(world.storage, [row, recording(2, 'ada', { endedOn: null, state: 'paused', bytes: 0 })]);
    await keepCalls(world.storage, [record(1, 'ada', { toNumber: '28"80\r\n' })]);
    path = writeSound(world.place.dataDir, row, sound);
  });

  /** Path and query, as the world is not listening. */
  async function link(query = '$expand=media'): Promise<URL> {
    const { body } = await ada.get(`/recordings/${idOf(1)}?${query}`);
    expect(Date.parse(body._embedded.media.expiry)).toBe(clock.now() + 10 * MINUTE_MS);
    return new URL(body._embedded.media.url);
  }
  const fetched = (url: URL, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    world.context.app.inject({ method, url: url.pathname + url.search, headers });

  test('gives it without a token, with a name that people can read', async () => {
    const answer = await fetched(await link());
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.subarray(44)).toEqual(sound);
    expect(answer.headers).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': '1044',
      'content-disposition': 'inline; filename="2026-05-04 09.01 +16135550100 to 28_80__.wav"',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    const head = await fetched(await link(), {}, 'HEAD');
    expect([head.statusCode, head.headers['content-length'], head.rawPayload.length]).toEqual([200, '1044', 0]);
  });

  test.each([
    ['bytes=44-53', 206, 'bytes 44-53/1044', 44, 54],
    ['bytes=1000-', 206, 'bytes 1000-1043/1044', 1_000, 1_044],
    ['bytes=1000-99999', 206, 'bytes 1000-1043/1044', 1_000, 1_044],
    ['bytes=-10', 206, 'bytes 1034-1043/1044', 1_034, 1_044],
    ['bytes=-99999', 206, 'bytes 0-1043/1044', 0, 1_044],
    ['bytes=1044-', 416, 'bytes */1044', 0, 0],
    ['bytes=-0', 416, 'bytes */1044', 0, 0],
    ['bytes=9-2', 200, undefined, 0, 1_044],
    ['bytes=0-1,5-6', 200, undefined, 0, 1_044],
    ['lines=1-2', 200, undefined, 0, 1_044],
  ])('gives a part: %s is %i', async (range, status, contentRange, from, to) => {
    const whole = Buffer.concat([Buffer.alloc(44), sound]);
    const answer = await fetched(await link(), { range });
    expect([answer.statusCode, answer.headers['content-range']]).toEqual([status, contentRange]);
    if (status !== 416) expect(answer.rawPayload).toEqual(whole.subarray(from, to));
  });

  test('is good for ten minutes, for this recording, and as it was given', async () => {
    const url = await link();
    const changed = (change: (url: URL) => void) => {
      const copy = new URL(url);
      change(copy);
      return world.stranger.outside('GET', copy.pathname + copy.search);
    };
    expectError(
      await changed((one) => one.searchParams.set('expires', String(clock.now() * 2))),
      'forbidden',
      'signature',
    );
    expectError(await changed((one) => one.searchParams.set('signature', 'A'.repeat(43))), 'forbidden', 'signature');
    expectError(await changed((one) => one.searchParams.set('signature', '')), 'forbidden', 'signature');
    expectError(await changed((one) => one.searchParams.delete('signature')), 'invalid_request', 'signature');
    expectError(await changed((one) => (one.pathname = one.pathname.replace(idOf(1), idOf(2)))), 'forbidden');
    clock.advance(10 * MINUTE_MS - 1);
    expect((await fetched(url)).statusCode).toBe(200);
    clock.advance(1);
    expectError(await changed(() => {}), 'link_expired', 'expires');
  });

  test('outlives a restart, and tells when the sound is gone', async () => {
    const url = await link();
    await world.close();
    world = await start({ clock, place: world.place });
    expect((await fetched(url)).statusCode).toBe(200);
    rmSync(path);
    expectError(await world.stranger.outside('GET', url.pathname + url.search), 'unknown_recording');
  });

  test('is asked for by format too; there is one, and none of what is not complete', async () => {
    await link('media-format=audio/wav');
    await link('$expand=media&media-format=WAV');
    expectError(await ada.get(`/recordings/${idOf(1)}?media-format=audio/opus`), 'invalid_request', 'media-format');
    const live = await ada.get(`/recordings/${idOf(2)}?$expand=media`);
    expect(live.status).toBe(200);
    expect(live.body).not.toHaveProperty('_embedded');
  });
});
