import { sql } from 'kysely';
import type { Log } from '../../log.ts';
import type { Backend } from '../backend.ts';

const NAME = 'callRecordsByText';

/**
 * The index that searches of the history use. It needs an extension that not everybody may create; without it searches
 * are slower. Tried at each start, for an administrator may have created it meanwhile.
 */
export async function ensureTrigramIndex(backend: Backend, log: Log): Promise<void> {
  const { rows } =
    await sql`select 1 from pg_indexes where "indexname" = ${NAME} and "schemaname" = current_schema()`.execute(
      backend.read,
    );
  if (rows.length > 0) return;
  try {
    await backend.batch(async ({ db }) => {
      await sql`create extension if not exists pg_trgm`.execute(db);
      // Of calls that are over alone: one that is not changes several times, and no list has it.
      await sql`create index if not exists ${sql.id(NAME)} on "callRecords" using gin ("searchText" gin_trgm_ops) where "endedOn" is not null`.execute(
        db,
      );
    });
  } catch (error) {
    log.warn(
      { reason: (error as Error).message },
      'Searches of the call history are slow: ask the administrator of PostgreSQL for CREATE EXTENSION pg_trgm, then restart',
    );
  }
}
