import { expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { eachWorld } from '../support/world.ts';
import { idsOf, keep, record } from './support/records.ts';

/** Whole path of a page, as a `next` link has it. */
const FIRST = '/2017-09-01/calls/records';

eachWorld('pages of the history', (start) => {
  async function everyPage(client: Client, first: string, between: (page: number) => Promise<unknown>) {
    const seen: string[] = [];
    let next: string | undefined = first;
    for (let page = 1; next !== undefined; page += 1) {
      const answer = await client.outside('GET', next);
      expect(answer.status).toBe(200);
      seen.push(...idsOf(answer));
      next = answer.body._links.next;
      await between(page);
    }
    return seen;
  }

  test('stay what they were while calls come, are hidden and are deleted', async () => {
    const world = await start();
    const ada = await world.as('ada');
    // All of the same moment in threes: the time alone does not order them.
    const rows = Array.from({ length: 25 }, (_, n) => record(n, 'ada', { createdOn: 1_000_000 + Math.floor(n / 3) }));
    await keep(world.storage, rows);
    const seen = await everyPage(ada, `${FIRST}?$top=4`, async (page) => {
      await keep(world.storage, [record(100 + page, 'ada')]);
      if (page === 2) await ada.put('/calls/24/records', { hide: true });
      if (page === 3)
        await world.storage.transaction(({ db }) => db.deleteFrom('callRecords').where('callId', '=', '20').execute());
    });
    expect(seen).toEqual(rows.map(({ callId }) => callId).reverse());
  });

  test.each(['direction,from desc', 'missed desc,createdOn desc', 'endTime', 'to desc'])(
    'ordered by %s have every call once',
    async (orderby) => {
      const world = await start();
      await keep(
        world.storage,
        Array.from({ length: 20 }, (_, n) =>
          record(n, 'ada', {
            direction: n % 2 === 0 ? 'inbound' : 'outbound',
            fromNumber: `28${n % 3}`,
            toNumber: `é${n % 4}`,
            missed: n % 5 === 0 ? 1 : 0,
          }),
        ),
      );
      const ada = await world.as('ada');
      const whole = idsOf(await ada.get(`/calls/records?$orderby=${orderby}`));
      const paged = await everyPage(ada, `${FIRST}?$top=3&$orderby=${encodeURIComponent(orderby)}`, async () => {});
      expect(new Set(paged).size).toBe(20);
      expect(paged).toEqual(whole);
    },
  );

  test('may begin at a number, and end with the page that is full', async () => {
    const world = await start();
    await keep(
      world.storage,
      [1, 2, 3, 4].map((n) => record(n, 'ada')),
    );
    const ada = await world.as('ada');
    const answer = await ada.get('/calls/records?$skip=2&$top=2');
    expect(idsOf(answer)).toEqual(['2', '1']);
    expect(answer.body._links).not.toHaveProperty('next');
    const none = await ada.get('/calls/records?$top=0');
    expect(none.body).toMatchObject({ count: 0, _embedded: { items: [] } });
    expect(none.body._links).not.toHaveProperty('next');
  });
});
