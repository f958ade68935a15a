import { type Kysely, sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Backend } from './backend.ts';
import { migrations } from './migrations/index.ts';
import { StorageError } from './storage-error.ts';

interface AppliedTable {
  schemaMigrations: { number: number; name: string; appliedOn: number };
}

/** Applies what is missing, each migration in a transaction of its own. @throws StorageError for a newer schema */
export async function migrate(backend: Backend, { clock, log }: { clock: Clock; log: Log }): Promise<void> {
  const newest = migrations.at(-1)?.number ?? 0;
  await backend.batch(async ({ db }) => {
    await sql`create table if not exists "schemaMigrations" ("number" integer primary key, "name" text not null, "appliedOn" bigint not null)`.execute(
      db,
    );
  });
  const done = await applied(backend);
  const unknown = done.filter((number) => number > newest);
  if (unknown.length > 0) {
    throw new StorageError(
      `The database was written by a newer Cordboard (schema ${Math.max(...unknown)}, this one knows ${newest}). ` +
        'Start that version again, or restore a backup made before the update.',
    );
  }
  for (const migration of migrations) {
    if (done.includes(migration.number)) continue;
    await backend.batch(async ({ db }) => {
      await migration.up(db as unknown as Kysely<unknown>, backend.dialect);
      const row = { number: migration.number, name: migration.name, appliedOn: clock.now() };
      await (db as unknown as Kysely<AppliedTable>).insertInto('schemaMigrations').values(row).execute();
    });
    log.info({ migration: migration.number, name: migration.name }, 'The schema was brought up to date');
  }
}

async function applied(backend: Backend): Promise<number[]> {
  let numbers: number[] = [];
  await backend.batch(async ({ db }) => {
    const rows = await (db as unknown as Kysely<AppliedTable>)
      .selectFrom('schemaMigrations')
      .select('number')
      .execute();
    numbers = rows.map((row) => Number(row.number));
  });
  return numbers;
}
