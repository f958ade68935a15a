import type { RecoveryRow, Storage, Tx } from '../../storage/index.ts';

/** Success, as the journal writes it: see attempts.status. */
const SUCCESS = { from: 200, to: 299 };

/** The SQL of recoveries. */
export const recoveryRepository = {
  async insert(tx: Tx, row: RecoveryRow): Promise<void> {
    await tx.db.insertInto('recoveries').values(row).execute();
  },

  find(storage: Storage, subscriptionId: string, recoveryId: string): Promise<RecoveryRow | undefined> {
    return storage.read
      .selectFrom('recoveries')
      .selectAll()
      .where('subscriptionId', '=', subscriptionId)
      .where('recoveryId', '=', recoveryId)
      .executeTakeFirst();
  },

  /** Those that a killed server left, and of one subscription the one that runs. */
  running(storage: Storage, subscriptionId?: string): Promise<RecoveryRow[]> {
    return storage.read
      .selectFrom('recoveries')
      .selectAll()
      .where('finishedOn', 'is', null)
      .$if(subscriptionId !== undefined, (query) => query.where('subscriptionId', '=', subscriptionId!))
      .execute();
  },

  async progress(
    tx: Tx,
    row: Pick<RecoveryRow, 'recoveryId' | 'atSequence' | 'recovered' | 'finishedOn'>,
  ): Promise<void> {
    const { recoveryId, ...change } = row;
    await tx.db.updateTable('recoveries').set(change).where('recoveryId', '=', recoveryId).execute();
  },

  /** Of these publications, those that the subscription has got or will get. */
  async settled(tx: Tx, subscriptionId: string, sequences: readonly number[]): Promise<Set<number>> {
    const delivered = await tx.db
      .selectFrom('attempts')
      .select('sequence')
      .where('subscriptionId', '=', subscriptionId)
      .where('sequence', 'in', sequences)
      .where('status', '>=', SUCCESS.from)
      .where('status', '<=', SUCCESS.to)
      .execute();
    const pending = await tx.db
      .selectFrom('deliveries')
      .select('sequence')
      .where('subscriptionId', '=', subscriptionId)
      .where('sequence', 'in', sequences)
      .execute();
    return new Set([...delivered, ...pending].map(({ sequence }) => sequence));
  },
};
