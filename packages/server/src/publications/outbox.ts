import type { Selectable } from 'kysely';
import type { PublicationRow, Storage, Tx } from '../storage/index.ts';

/** A committed publication; `content` is JSON text. */
export type StoredPublication = Selectable<PublicationRow>;

/** Committed publications after `sequence`, in order. */
export function readPublicationsAfter(storage: Storage, sequence: number, limit: number): Promise<StoredPublication[]> {
  return storage.read
    .selectFrom('publications')
    .selectAll()
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute();
}

/**
 * The sequence of the last publication that is committed before this transaction; every later one has a greater
 * sequence. 0 when there is none; never less than what the readers of the outbox have seen, although retention deletes.
 */
export async function lastSequence(tx: Tx): Promise<number> {
  const newest = await tx.db
    .selectFrom('publications')
    .select((e) => e.fn.max('sequence').as('sequence'))
    .executeTakeFirst();
  const read = await tx.db
    .selectFrom('cursors')
    .select((e) => e.fn.max('sequence').as('sequence'))
    .executeTakeFirst();
  return Math.max(Number(newest?.sequence ?? 0), Number(read?.sequence ?? 0));
}
