import type { Storage } from '../storage/index.ts';

const BATCH = 500;

/**
 * Deletes publications made before `before` (milliseconds since the epoch) that every reader has passed and no delivery
 * waits for. In batches, so that no transaction holds up the others.
 *
 * @returns how many were deleted
 */
export async function deleteOldPublications(storage: Storage, before: number): Promise<number> {
  const passed = await slowestCursor(storage);
  let deleted = 0;
  let from = 0;
  for (;;) {
    const rows = await storage.read
      .selectFrom('publications as p')
      .select(['p.sequence', 'p.createdOn'])
      .select((e) =>
        e
          .exists(e.selectFrom('deliveries as d').select('d.deliveryId').whereRef('d.sequence', '=', 'p.sequence'))
          .as('awaited'),
      )
      .where('p.sequence', '>', from)
      .where('p.sequence', '<=', passed)
      .orderBy('p.sequence')
      .limit(BATCH)
      .execute();
    // The order of sequences is, but for milliseconds, the order of time: the first young row ends the walk.
    const old = rows.filter((row) => row.createdOn < before);
    const sequences = old.filter((row) => !row.awaited).map((row) => row.sequence);
    if (sequences.length > 0) {
      await storage.transaction((tx) => tx.db.deleteFrom('publications').where('sequence', 'in', sequences).execute());
      deleted += sequences.length;
    }
    if (old.length < BATCH) return deleted;
    from = rows.at(-1)!.sequence;
  }
}

async function slowestCursor(storage: Storage): Promise<number> {
  const row = await storage.read
    .selectFrom('cursors')
    .select((e) => e.fn.min('sequence').as('sequence'))
    .executeTakeFirst();
  return Number(row?.sequence ?? 0);
}
