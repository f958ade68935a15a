import type { Insertable, Selectable } from 'kysely';
import type { PreparedWrite, PublicationRow, Storage, Tx } from '../storage/index.ts';

/** A committed publication; `content` is JSON text. */
export type StoredPublication = Selectable<PublicationRow>;

/** Appends publications; gives their sequences. */
export function preparePublicationInsert(
  storage: Storage,
): PreparedWrite<Insertable<PublicationRow>, { sequence: number }> {
  return storage.prepareWrite((db, publications) =>
    db
      .insertInto('publications')
      .values(
        publications.map((p) => ({
          publicationId: p.publicationId,
          accountId: p.accountId,
          topic: p.topic,
          method: p.method,
          subject: p.subject,
          content: p.content,
          publisherAccountId: p.publisherAccountId,
          publisherPrincipalId: p.publisherPrincipalId,
          createdOn: p.createdOn,
        })),
      )
      .returning('sequence')
      .compile(),
  );
}

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
