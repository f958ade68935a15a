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

/** Committed publications of one account and topic, after one sequence and up to another, in order. */
export function readPublicationsBetween(
  storage: Storage,
  of: { readonly accountId: string; readonly topic: string },
  { after, to }: { readonly after: number; readonly to: number },
  limit: number,
): Promise<StoredPublication[]> {
  return storage.read
    .selectFrom('publications')
    .selectAll()
    .where('sequence', '>', after)
    .where('sequence', '<=', to)
    .where('accountId', '=', of.accountId)
    .where('topic', '=', of.topic)
    .orderBy('sequence')
    .limit(limit)
    .execute();
}

/** Is every publication after `sequence` still there? Those that are younger than `since` are. */
export async function isKeptAfter(storage: Storage, sequence: number, since: number): Promise<boolean> {
  const first = await storage.read
    .selectFrom('publications')
    .select(['sequence', 'createdOn'])
    .where('sequence', '>=', sequence)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  // A gap may be one that retention has made.
  return first !== undefined && first.sequence <= sequence + 1 && first.createdOn >= since;
}

/**
 * The sequence of the last publication that is committed before this transaction; every later one has a greater
 * sequence. 0 when there is none; never less than what the readers of the outbox have seen, although retention deletes.
 */
export async function lastSequence({ db }: Pick<Tx, 'db'>): Promise<number> {
  const newest = await db
    .selectFrom('publications')
    .select((e) => e.fn.max('sequence').as('sequence'))
    .executeTakeFirst();
  const read = await db
    .selectFrom('cursors')
    .select((e) => e.fn.max('sequence').as('sequence'))
    .executeTakeFirst();
  return Math.max(Number(newest?.sequence ?? 0), Number(read?.sequence ?? 0));
}

/**
 * The first sequence from which on publications are not older than `time` (milliseconds since the epoch), give or take
 * those of the same moment: times grow with sequences but for milliseconds. Looks at a few rows only.
 */
export async function sequenceAt(storage: Storage, time: number, last: number): Promise<number> {
  let low = 0;
  let high = last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = await readPublicationsAfter(storage, middle - 1, 1);
    if (row === undefined || row.createdOn >= time) high = middle;
    else low = row.sequence + 1;
  }
  return low;
}
