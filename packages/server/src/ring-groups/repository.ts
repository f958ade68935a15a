import { applyOData, type Fields, type ODataQuery } from '../http/index.ts';
import type { RingGroupRow, Storage, Tx } from '../storage/index.ts';

/** What $filter and $orderby may name. */
export const ringGroupFields: Fields = {
  ringGroupId: { column: 'ringGroupId', type: 'string' },
  number: { column: 'number', type: 'string' },
  name: { column: 'name', type: 'string' },
  strategy: { column: 'strategy', type: 'string' },
  createdOn: { column: 'createdOn', type: 'time' },
  modifiedOn: { column: 'modifiedOn', type: 'time' },
};

const searchColumns = ['number', 'name'];

/** The SQL of the ring groups. */
export class RingGroupRepository {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async all(): Promise<RingGroupRow[]> {
    return await this.#storage.read.selectFrom('ringGroups').selectAll().execute();
  }

  /** A page of groups and one more, when there is one. */
  async page(accountId: string, odata: ODataQuery): Promise<RingGroupRow[]> {
    const query = this.#storage.read.selectFrom('ringGroups').selectAll().where('accountId', '=', accountId);
    const columns = { fields: ringGroupFields, search: searchColumns, lastOrder: 'ringGroupId' };
    return await applyOData(query, odata, columns).execute();
  }

  async find({ db }: { db: Tx['db'] }, accountId: string, ringGroupId: string): Promise<RingGroupRow | undefined> {
    return await db
      .selectFrom('ringGroups')
      .selectAll()
      .where('accountId', '=', accountId)
      .where('ringGroupId', '=', ringGroupId)
      .executeTakeFirst();
  }

  /** By an extension or another group. */
  async numberTaken({ db }: Tx, number: string, exceptId: string): Promise<boolean> {
    const line = await db
      .selectFrom('endpoints')
      .select('endpointId')
      .where('endpointId', '=', number)
      .executeTakeFirst();
    if (line !== undefined) return true;
    const group = await db
      .selectFrom('ringGroups')
      .select('ringGroupId')
      .where('number', '=', number)
      .executeTakeFirst();
    return group !== undefined && group.ringGroupId !== exceptId;
  }

  /** Those of the ids that are endpoints of the account. */
  async endpointsOf({ db }: Tx, accountId: string, ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await db
      .selectFrom('endpoints')
      .select('endpointId')
      .where('accountId', '=', accountId)
      .where('endpointId', 'in', ids)
      .execute();
    return new Set(rows.map(({ endpointId }) => endpointId));
  }

  async save({ db }: Tx, row: RingGroupRow): Promise<void> {
    const { ringGroupId: _, ...change } = row;
    await db
      .insertInto('ringGroups')
      .values(row)
      .onConflict((conflict) => conflict.column('ringGroupId').doUpdateSet(change))
      .execute();
  }

  async delete({ db }: Tx, ringGroupId: string): Promise<void> {
    await db.deleteFrom('ringGroups').where('ringGroupId', '=', ringGroupId).execute();
  }
}
