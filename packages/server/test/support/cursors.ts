import type { Storage, Tx } from '../../src/storage/index.ts';

/** Writes a row of the smallest table there is. */
export async function addCursor({ db }: Pick<Tx, 'db'>, name: string, sequence = 0): Promise<void> {
  await db.insertInto('cursors').values({ name, sequence }).execute();
}

export async function cursorNames({ read }: Pick<Storage, 'read'>): Promise<string[]> {
  const rows = await read.selectFrom('cursors').select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
}
