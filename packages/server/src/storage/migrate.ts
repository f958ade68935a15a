import { type Kysely, sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Backend } from './backend.ts';
import { migrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import type { Database } from './schema.ts';
import { StorageError } from './storage-error.ts';

interface AppliedTable {
  schemaMigrations: { number: number; name: string; appliedOn: number };
}

/** Applies what is missing, each migration in a transaction of its own. @throws StorageError for a newer schema */
export async function migrate(backend: Backend, { clock, log }: { clock: Clock; log: Log }): Promise<void> {
  let isNew = false;
  await backend.batch(async ({ db }) => {
    await sql`create table if not exists "schemaMigrations" ("number" integer primary key, "name" text not null, "appliedOn" bigint not null)`.execute(
      db,
    );
    const done = await applied(db);
    refuseNewer(done);
    isNew = done.length === 0;
  });
  for (const migration of migrations) {
    const { number, name } = migration;
    // A new database has nothing to be brought up to date.
    if (await apply(backend, migration, clock)) log[isNew ? 'debug' : 'info']({ migration: number, name }, 'Migrated');
  }
}

/** Looks and applies in one transaction: on PostgreSQL two processes may start at once. @returns whether it was missing */
async function apply(backend: Backend, migration: Migration, clock: Clock): Promise<boolean> {
  const { number, name } = migration;
  let missing = false;
  await backend.batch(async ({ db }) => {
    missing = !(await applied(db)).includes(number);
    if (!missing) return;
    await migration.up(db as unknown as Kysely<unknown>, backend.dialect);
    await asApplied(db).insertInto('schemaMigrations').values({ number, name, appliedOn: clock.now() }).execute();
  });
  return missing;
}

async function applied(db: Kysely<Database>): Promise<number[]> {
  const rows = await asApplied(db).selectFrom('schemaMigrations').select('number').execute();
  return rows.map((row) => row.number);
}

function refuseNewer(done: readonly number[]): void {
  const newest = migrations.at(-1)?.number ?? 0;
  const found = Math.max(0, ...done);
  if (found <= newest) return;
  throw new StorageError(
    `The database was written by a newer Cordboard (schema ${found}, this one knows ${newest}). ` +
      'Start that version again, or restore a backup made before the update.',
  );
}

function asApplied(db: Kysely<Database>): Kysely<AppliedTable> {
  return db as unknown as Kysely<AppliedTable>;
}
