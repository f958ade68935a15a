import type { Secrets } from '../secrets/index.ts';
import type { InboundNumberRow, OutboundRulesRow, Storage, TrunkRow, Tx } from '../storage/index.ts';

const RULES = 'rules';

/** The SQL of trunks, numbers and rules. */
export class TrunkRepository {
  readonly #storage: Storage;
  readonly #secrets: Secrets;

  constructor(storage: Storage, secrets: Secrets) {
    this.#storage = storage;
    this.#secrets = secrets;
  }

  /** Up to two: more do not matter. */
  async accounts(): Promise<number> {
    return (await this.#storage.read.selectFrom('accounts').select('accountId').limit(2).execute()).length;
  }

  async accountExists(accountId: string): Promise<boolean> {
    const query = this.#storage.read.selectFrom('accounts').select('accountId').where('accountId', '=', accountId);
    return (await query.executeTakeFirst()) !== undefined;
  }

  async trunks(): Promise<TrunkRow[]> {
    const query = this.#storage.read.selectFrom('trunks').selectAll();
    const rows = await query.orderBy('createdOn').orderBy('trunkId').execute();
    return rows.map((row) => this.#secrets.open('trunks', row));
  }

  async trunk({ db }: Tx, trunkId: string): Promise<TrunkRow | undefined> {
    const row = await db.selectFrom('trunks').selectAll().where('trunkId', '=', trunkId).executeTakeFirst();
    return row && this.#secrets.open('trunks', row);
  }

  async insertTrunk({ db }: Tx, row: TrunkRow): Promise<void> {
    await db.insertInto('trunks').values(this.#secrets.seal('trunks', row)).execute();
  }

  async updateTrunk({ db }: Tx, { trunkId, ...row }: TrunkRow): Promise<void> {
    const sealed = this.#secrets.seal('trunks', row);
    await db.updateTable('trunks').set(sealed).where('trunkId', '=', trunkId).execute();
  }

  async deleteTrunk({ db }: Tx, trunkId: string): Promise<void> {
    await db.deleteFrom('trunks').where('trunkId', '=', trunkId).execute();
  }

  async numbers(): Promise<InboundNumberRow[]> {
    return await this.#storage.read.selectFrom('inboundNumbers').selectAll().orderBy('number').execute();
  }

  async number({ db }: Tx, numberId: string): Promise<InboundNumberRow | undefined> {
    return await db.selectFrom('inboundNumbers').selectAll().where('numberId', '=', numberId).executeTakeFirst();
  }

  async numberTaken({ db }: Tx, number: string): Promise<boolean> {
    const query = db.selectFrom('inboundNumbers').select('numberId').where('number', '=', number);
    return (await query.executeTakeFirst()) !== undefined;
  }

  async insertNumber({ db }: Tx, row: InboundNumberRow): Promise<void> {
    await db.insertInto('inboundNumbers').values(row).execute();
  }

  async updateNumber({ db }: Tx, { numberId, ...row }: InboundNumberRow): Promise<void> {
    await db.updateTable('inboundNumbers').set(row).where('numberId', '=', numberId).execute();
  }

  async deleteNumber({ db }: Tx, numberId: string): Promise<void> {
    await db.deleteFrom('inboundNumbers').where('numberId', '=', numberId).execute();
  }

  async rules(): Promise<OutboundRulesRow | undefined> {
    return await this.#storage.read.selectFrom('outboundRules').selectAll().executeTakeFirst();
  }

  async rulesIn({ db }: Tx): Promise<OutboundRulesRow | undefined> {
    return await db.selectFrom('outboundRules').selectAll().executeTakeFirst();
  }

  async saveRules({ db }: Tx, change: Omit<OutboundRulesRow, 'name'>): Promise<void> {
    await db
      .insertInto('outboundRules')
      .values({ name: RULES, ...change })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(change))
      .execute();
  }
}
