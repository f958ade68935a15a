import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { isSealed, SecretBox } from '../../src/secrets/secret-box.ts';
import { type SecretTable, secretColumns } from '../../src/secrets/secret-columns.ts';
import { readKeyFile } from '../../src/secrets/secret-key.ts';
import type { Storage, Tx } from '../../src/storage/index.ts';
import { emailOf } from '../support/cast.ts';
import type { Place } from '../support/storage.ts';
import { eachWorld, type World } from '../support/world.ts';

type Row = Record<string, string | null>;

const columns = (Object.keys(secretColumns) as SecretTable[]).flatMap((table) =>
  secretColumns[table].columns.map((column) => ({ table, column, name: `${table}.${column}` })),
);
const TRUNK_PASSWORD = 'p7-Fq2-kd9-of-the-carrier';

const texts = (db: Storage['read'] | Tx['db']) => db as unknown as Kysely<Record<string, Row>>;

/** Something in every table with secrets. */
async function fill(world: World): Promise<void> {
  const admin = await world.as('admin');
  const trunk = { name: 'Carrier', host: '127.0.0.1', username: 'us', password: TRUNK_PASSWORD };
  const inbound = { inboundUsername: 'them', inboundPassword: 'their password' };
  const carriers = await world.as('pat');
  expect((await carriers.post('/trunks', { ...trunk, ...inbound })).status).toBe(201);
  expect((await admin.post('/endpoints/2880/credentials')).status).toBe(201);
  const subscription = { applicationId: 'app', deviceId: 'https://127.0.0.1:9/hook', transport: 'webhook' };
  const of = { topic: 'platform-api-media', subjectFilter: '/2017-09-01/endpoints/2880/calls/*' };
  const { subscriptionId } = (await admin.post('/subscriptions', { ...subscription, ...of })).body;
  expect((await admin.post(`/subscriptions/${subscriptionId}/secret`)).status).toBeLessThan(300);
}

async function textOf({ storage }: World, { table, column }: (typeof columns)[number]): Promise<string | null> {
  const rows = await texts(storage.read).selectFrom(table).select(column).execute();
  return rows.map((row) => row[column] ?? null).find((text) => text !== null) ?? null;
}

/** All that the database of SQLite has written. */
async function filesOf({ dataDir }: Place): Promise<Buffer> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith('cordboard.db'));
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(dataDir, name)))));
}

const boxOf = ({ dataDir }: Place) => new SecretBox(readKeyFile(join(dataDir, 'secret.key')) as Buffer);

eachWorld('Secrets at rest', (start) => {
  test('each column holds what cannot be read without the key', async () => {
    const world = await start();
    await fill(world);
    const box = boxOf(world.place);
    const files = await filesOf(world.place);
    for (const one of columns) {
      const kept = await textOf(world, one);
      expect([one.name, isSealed(kept ?? '')]).toEqual([one.name, true]);
      expect([one.name, files.includes(box.open(one.table, kept ?? ''))]).toEqual([one.name, false]);
    }
    expect(box.open('trunks', (await textOf(world, { table: 'trunks', column: 'password', name: '' })) ?? '')).toBe(
      TRUNK_PASSWORD,
    );
  });

  test('what an earlier version wrote in clear is read on, and sealed at the next start', async () => {
    const first = await start();
    await fill(first);
    const { access_token } = (await first.signIn('ada')).body;
    const box = boxOf(first.place);
    const clear = new Map<string, string>();
    for (const one of columns) {
      const kept = await textOf(first, one);
      const text = kept === null ? `whsec_${randomBytes(32).toString('base64')}` : box.open(one.table, kept);
      clear.set(one.name, text);
      await first.storage.transaction(async ({ db }) => {
        await texts(db)
          .updateTable(one.table)
          .set({ [one.column]: text })
          .where(one.column, kept === null ? 'is' : '=', kept)
          .execute();
      });
    }
    await first.close();
    const world = await start({ place: first.place });
    for (const one of columns) {
      const kept = (await textOf(world, one)) ?? '';
      expect([one.name, isSealed(kept), box.open(one.table, kept)]).toEqual([one.name, true, clear.get(one.name)]);
    }
    const users = await world.withToken(access_token).get(`/users/${emailOf('ada')}`);
    expect(users.status).toBe(200);
    await world.close();
    const files = await filesOf(first.place);
    for (const [name, text] of clear) expect([name, files.includes(text)]).toEqual([name, false]);
  });

  test('the key is a file for its owner alone, and stays the same', async () => {
    const first = await start({ people: false });
    const file = join(first.place.dataDir, 'secret.key');
    const key = await readFile(file, 'utf8');
    expect([(await stat(file)).mode & 0o777, key]).toEqual([0o600, expect.stringMatching(/^[\w+/]{43}=\n$/)]);
    await first.close();
    await start({ place: first.place, people: false });
    expect([
      await readFile(file, 'utf8'),
      await readdir(first.place.dataDir).then((all) => all.filter((n) => n.startsWith('secret'))),
    ]).toEqual([key, ['secret.key']]);
  });
});
