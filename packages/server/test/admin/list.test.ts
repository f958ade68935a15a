import { expect, test } from 'vitest';
import { accountIds, userIds } from '../support/cast.ts';
import type { Client } from '../support/client.ts';
import { eachWorld, homeUsers } from '../support/world.ts';

interface Page {
  count: number;
  _links: { self: string; next?: string };
  _embedded: { items: { name: string; userId: string }[] };
}

/** All pages from `path` on. */
async function walk(client: Client, path: string, between = async (_page: number) => {}): Promise<Page[]> {
  const pages: Page[] = [];
  let next: string | undefined = `/2017-09-01${path}`;
  while (next !== undefined) {
    const { status, body }: { status: number; body: Page } = await client.outside('GET', next);
    expect(status).toBe(200);
    expect(body.count).toBe(body._embedded.items.length);
    pages.push(body);
    await between(pages.length);
    next = body._links.next;
  }
  return pages;
}

const namesOf = (pages: readonly Page[]) => pages.flatMap(({ _embedded }) => _embedded.items.map(({ name }) => name));

eachWorld('Lists of users', (start) => {
  test('by both routes hold the users of the account and of no other', async () => {
    const ada = await (await start()).as('ada');
    for (const path of ['/users', homeUsers]) {
      const { body } = await ada.get(path);
      expect(body._links).toEqual({ self: `/2017-09-01${path}` });
      expect(namesOf([body])).toEqual(['pat', 'admin', 'ada', 'ben']);
    }
  });

  test('are filtered, searched and ordered', async () => {
    const world = await start();
    const pat = await world.as('pat');
    await pat.put(`/users/${userIds.ben}`, { name: 'Benjamin', lastName: "O'Hara", mobile: '+1 613' });
    for (const [query, names] of [
      ["$filter=role eq 'USER'", ['ada', 'Benjamin']],
      ["$filter=role eq 'USER' and not (extension eq '2880')", ['Benjamin']],
      ["$filter=contains(email,'AD')", ['admin', 'ada']],
      ["$filter=lastName eq 'O''Hara'", ['Benjamin']],
      ['$filter=mobile ne null', ['Benjamin']],
      ["$filter=userId eq 'x' or emailVerified eq true&$top=1", ['pat']],
      [`$filter=createdOn gt '2100-01-01'`, []],
      ['$search=ENJ', ['Benjamin']],
      ['$search=2880', ['ada']],
      ['$search=@example.com&$top=2', ['pat', 'admin']],
      ['$search=100%25', []],
      ['$orderby=extension', ['ada', 'Benjamin', 'pat', 'admin']],
      ['$orderby=role asc, name desc', ['admin', 'pat', 'ada', 'Benjamin']],
      ['$orderby=name desc&$skip=1&$top=2', ['admin', 'ada']],
    ] as const) {
      const first = await pat.get(`/users?${query.replaceAll(' ', '%20')}`);
      expect([query, namesOf([first.body])]).toEqual([query, names]);
    }
  });

  test('come in pages that together hold everybody once, also where the order leaves ties', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const emails = Array.from({ length: 20 }, (_, n) => `n${n}@example.com`);
    await Promise.all(emails.map((email, n) => admin.post(homeUsers, { email, name: `Twin ${n % 2}` })));
    const pages = await walk(admin, '/users?$orderby=name&$top=7&$search=Twin');
    expect(pages.map(({ count }) => count)).toEqual([7, 7, 6]);
    const ids = pages.flatMap(({ _embedded }) => _embedded.items.map(({ userId }) => userId));
    expect(new Set(ids).size).toBe(20);
    expect(namesOf(pages)).toEqual([...Array(10).fill('Twin 0'), ...Array(10).fill('Twin 1')]);
  });

  test('keep filter, search, order and size from page to page', async () => {
    const ada = await (await start()).as('ada');
    const query =
      "$filter=contains(email,'@')%20and%20name%20ne%20'a%26b%2Bc'&$orderby=name%20desc&$search=example&$top=1";
    expect(namesOf(await walk(ada, `/users?${query}`))).toEqual(['pat', 'ben', 'admin', 'ada']);
  });

  test('show whoever came before is not shown again when somebody joins between two pages', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const pages = await walk(admin, '/users?$top=2', async (page) => {
      if (page === 1) await admin.post(homeUsers, { email: 'zoe@example.com', name: 'zoe' });
    });
    expect(namesOf(pages)).toEqual(['pat', 'admin', 'ada', 'ben', 'zoe']);
  });

  test('have no next after the last page, and none of nothing', async () => {
    const ada = await (await start()).as('ada');
    for (const [query, counts] of [
      ['$top=4', [4]],
      ['$top=3', [3, 1]],
      ['$skip=4', [0]],
      ['$skip=9999999999', [0]],
      ['$top=0', [0]],
    ] as const) {
      const { body } = await ada.get(`/users?${query}`);
      expect([query, body.count]).toEqual([query, counts[0]]);
      expect(body._links.next === undefined).toBe(counts.length === 1);
    }
  });

  test('have 100 users a page, and at most 1000', async () => {
    const world = await start();
    const { storage } = world;
    const template = await storage.read
      .selectFrom('users')
      .selectAll()
      .where('userId', '=', userIds.ada)
      .executeTakeFirstOrThrow();
    await storage.transaction(async ({ db }) => {
      for (let n = 0; n < 1_100; n += 1) {
        const email = `many${n}@example.com`;
        const row = { ...template, userId: `9-${n}`, email, emailKey: email, extension: null };
        await db.insertInto('users').values(row).execute();
      }
    });
    const ada = await world.as('ada');
    expect((await ada.get('/users')).body.count).toBe(100);
    expect((await ada.get('/users?$top=5000')).body.count).toBe(1_000);
    expect((await walk(ada, '/users?$top=1000')).map(({ count }) => count)).toEqual([1_000, 104]);
  });

  test('of a customer are there for the partner', async () => {
    const pat = await (await start()).as('pat');
    const { body } = await pat.get(`/accounts/${accountIds.customer}/users`);
    expect(namesOf([body])).toEqual(['carl', 'cleo']);
  });
});
