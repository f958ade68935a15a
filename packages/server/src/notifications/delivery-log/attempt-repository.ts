import type { Selectable } from 'kysely';
import { applyFilter, type Fields, type ODataQuery } from '../../http/index.ts';
import type { StoredPublication } from '../../publications/index.ts';
import type { AttemptRow, Storage } from '../../storage/index.ts';

export type StoredAttempt = Selectable<AttemptRow>;

/** What $filter may name. */
export const attemptFields: Fields = {
  publicationId: { column: 'publicationId', type: 'string' },
  attempt: { column: 'attempt', type: 'number' },
  cause: { column: 'cause', type: 'string' },
  status: { column: 'status', type: 'number' },
  error: { column: 'error', type: 'string' },
  startedOn: { column: 'startedOn', type: 'time' },
  durationMs: { column: 'durationMs', type: 'number' },
};

/** The SQL of reading attempts. */
export const attemptRepository = {
  /** Newest first, and one more when there is one. */
  list(storage: Storage, subscriptionId: string, odata: ODataQuery): Promise<StoredAttempt[]> {
    const query = storage.read.selectFrom('attempts').selectAll().where('subscriptionId', '=', subscriptionId);
    const { filter, top, skip } = odata;
    const filtered = filter === undefined ? query : applyFilter(query, filter, attemptFields);
    return filtered
      .orderBy('attemptId', 'desc')
      .limit(top + 1)
      .offset(skip)
      .execute();
  },

  find(storage: Storage, subscriptionId: string, attemptId: number): Promise<StoredAttempt | undefined> {
    return storage.read
      .selectFrom('attempts')
      .selectAll()
      .where('subscriptionId', '=', subscriptionId)
      .where('attemptId', '=', attemptId)
      .executeTakeFirst();
  },

  /** How often a publication was tried. */
  async tries(storage: Storage, { subscriptionId, publicationId }: StoredAttempt): Promise<number> {
    const row = await storage.read
      .selectFrom('attempts')
      .select((e) => e.fn.max('attempt').as('attempt'))
      .where('subscriptionId', '=', subscriptionId)
      .where('publicationId', '=', publicationId)
      .executeTakeFirst();
    return row?.attempt ?? 0;
  },

  /** While it is kept. */
  publication(storage: Storage, sequence: number): Promise<StoredPublication | undefined> {
    return storage.read.selectFrom('publications').selectAll().where('sequence', '=', sequence).executeTakeFirst();
  },
};
