import { BASE_PATH } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { emailOf } from '../support/cast.ts';
import type { Answer } from '../support/client.ts';
import { expectError } from '../support/expect-error.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld } from '../support/world.ts';

/** One a second, counted in windows of four. */
const config = { requestsPerSecond: 1 };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

eachWorld('The rate limit', (start) => {
  /** Sends until refused; `times` is the most there may be. */
  async function exhaust(send: () => Promise<Answer>, times: number): Promise<{ good: number; refused: Answer }> {
    for (let good = 0; good <= times; good += 1) {
      const answer = await send();
      if (answer.status === 429) return { good, refused: answer };
    }
    throw new Error(`more than ${times} requests were taken`);
  }

  test('refuses what one token asks too often, and no other token', async () => {
    const world = await start({ config });
    const [ada, ben] = [await world.as('ada'), await world.as('ben')];
    const { good, refused } = await exhaust(() => ada.get('/token'), 20);
    expect(good).toBeGreaterThan(2);
    expectError(refused, 'too_many_requests');
    expect((await ben.get('/token')).status).toBe(200);
    // A sign-in later the same user is another token.
    expect((await (await world.as('ada')).get('/token')).status).toBe(200);
  });

  test('says with an HTTP-date, 2 to 5 seconds ahead, when to come back', async () => {
    const clock = new SetClock();
    const ada = await (await start({ config, clock })).as('ada');
    const { refused } = await exhaust(() => ada.get('/token'), 20);
    const date = refused.headers['retry-after'] ?? '';
    expect(date).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/);
    const aheadMs = Date.parse(date) - clock.now();
    expect(aheadMs).toBeGreaterThanOrEqual(2_000);
    expect(aheadMs).toBeLessThanOrEqual(5_000);
  });

  test('holds for strangers by their address, also where they get 401', async () => {
    const { stranger } = await start({ config });
    const { refused } = await exhaust(() => stranger.get('/users'), 20);
    expectError(refused, 'too_many_requests');
  });

  test('holds for sign-ins by address, however the path is written', async () => {
    const { stranger } = await start({ config: { requestsPerSecond: 10_000 } });
    const ways = ['/token', '/token/', '/token?x=1', '/tok%65n', '/authorize'];
    let turn = 0;
    const signIn = () => {
      turn += 1;
      const path = `${BASE_PATH}${ways[turn % ways.length]}`;
      const form = `grant_type=x&response_type=x&username=${emailOf('ada')}&password=guess${turn}`;
      return stranger.outside('POST', path, form, { ...FORM, authorization: `Bearer token${turn}` });
    };
    const { good, refused } = await exhaust(signIn, 200);
    expect(good).toBeGreaterThan(20);
    expectError(refused, 'too_many_requests');
    // Others of the same address go on working.
    expect((await stranger.get('/users')).status).toBe(401);
  });

  test('spares what a load balancer asks, and 0 switches it off', async () => {
    const limited = await start({ config });
    for (let n = 0; n < 20; n += 1) expect((await limited.stranger.outside('GET', '/ready')).status).toBe(200);
    const free = await (await start({ config: { requestsPerSecond: 0 } })).as('ada');
    for (let n = 0; n < 50; n += 1) expect((await free.get('/token')).status).toBe(200);
  });
});
