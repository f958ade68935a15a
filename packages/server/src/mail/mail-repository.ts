import type { MailRow, Storage, Tx } from '../storage/index.ts';

/** Rows deleted at a time. */
const BATCH = 400;

/** The SQL of the mails that have not been sent. */
export class MailRepository {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async insert({ db }: Tx, row: MailRow): Promise<void> {
    await db.insertInto('mails').values(row).execute();
  }

  /** The one that has waited longest of those that are to be tried by `now`. */
  async due(now: number): Promise<MailRow | undefined> {
    return await this.#storage.read
      .selectFrom('mails')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('dueOn', '<=', now)
      .orderBy('dueOn')
      .orderBy('mailId')
      .limit(1)
      .executeTakeFirst();
  }

  /** When there will be something to try. */
  async nextDueOn(): Promise<number | undefined> {
    const row = await this.#storage.read
      .selectFrom('mails')
      .select((e) => e.fn.min('dueOn').as('dueOn'))
      .where('state', '=', 'waiting')
      .executeTakeFirst();
    return row?.dueOn == null ? undefined : Number(row.dueOn);
  }

  /** @returns false when another process has it meanwhile */
  async claim({ db }: Tx, { mailId, dueOn }: MailRow, until: number): Promise<boolean> {
    const claimed = await db
      .updateTable('mails')
      .set({ dueOn: until })
      .where('mailId', '=', mailId)
      .where('state', '=', 'waiting')
      .where('dueOn', '=', dueOn)
      .returning('mailId')
      .executeTakeFirst();
    return claimed !== undefined;
  }

  async update({ db }: Tx, mailId: string, change: Partial<MailRow>): Promise<void> {
    await db.updateTable('mails').set(change).where('mailId', '=', mailId).execute();
  }

  async delete({ db }: Tx, mailId: string): Promise<void> {
    await db.deleteFrom('mails').where('mailId', '=', mailId).execute();
  }

  /** Whatever waits is to be tried now. */
  async hasten({ db }: Tx, now: number): Promise<void> {
    await db.updateTable('mails').set({ dueOn: now }).where('state', '=', 'waiting').where('dueOn', '>', now).execute();
  }

  async count(state: 'waiting' | 'givenUp'): Promise<number> {
    const row = await this.#storage.read
      .selectFrom('mails')
      .select((e) => e.fn.countAll().as('count'))
      .where('state', '=', state)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** Deletes a batch of those that were written before `before`. @returns how many */
  async deleteOlder(before: number): Promise<number> {
    const old = await this.#storage.read
      .selectFrom('mails')
      .select('mailId')
      .where('createdOn', '<', before)
      .limit(BATCH)
      .execute();
    if (old.length === 0) return 0;
    const ids = old.map(({ mailId }) => mailId);
    await this.#storage.transaction((tx) => tx.db.deleteFrom('mails').where('mailId', 'in', ids).execute());
    return old.length;
  }
}
