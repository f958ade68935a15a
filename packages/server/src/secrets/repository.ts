import type { Kysely } from 'kysely';
import type { Storage, Tx } from '../storage/index.ts';
import { isSealed } from './secret-box.ts';
import { type SecretTable, secretColumns } from './secret-columns.ts';

/** Texts by column: the key of the row, and its secrets. */
type TextRow = Record<string, string | null>;

/** A sealed value of the database, if there is any. */
export async function sampleOfSealed({ read }: Storage): Promise<{ table: SecretTable; text: string } | undefined> {
  for (const table of Object.keys(secretColumns) as SecretTable[]) {
    for (const column of secretColumns[table].columns) {
      const query = texts(read).selectFrom(table).select(column).where(column, 'like', 'v1:%').limit(10);
      const text = (await query.execute()).map((row) => row[column] ?? '').find(isSealed);
      if (text !== undefined) return { table, text };
    }
  }
  return undefined;
}

/** Rows with a secret in clear: their key, and the columns that are so. */
export async function clearRows({ db }: Tx, table: SecretTable): Promise<TextRow[]> {
  const { key, columns } = secretColumns[table];
  const rows = await texts(db)
    .selectFrom(table)
    .select([key, ...columns])
    .where(({ or, eb }) => or(columns.map((column) => eb(column, 'not like', 'v1:%'))))
    .execute();
  return rows.map((row) => clearOf(row, key));
}

export async function update({ db }: Tx, table: SecretTable, row: TextRow): Promise<void> {
  const { key } = secretColumns[table];
  const { [key]: id = null, ...change } = row;
  await texts(db).updateTable(table).set(change).where(key, '=', id).execute();
}

function clearOf(row: TextRow, key: string): TextRow {
  const kept = Object.entries(row).filter(([column, text]) => column === key || (text !== null && !isSealed(text)));
  return Object.fromEntries(kept);
}

/** The tables' columns differ; all that is asked for here are texts. */
function texts(db: Tx['db'] | Storage['read']): Kysely<Record<string, TextRow>> {
  return db as unknown as Kysely<Record<string, TextRow>>;
}
