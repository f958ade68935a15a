import type { EndpointSettingsRow, Storage, Tx } from '../storage/index.ts';

/** The SQL of the endpoints service. */
export class EndpointRepository {
  readonly #storage: Storage;
  readonly #settings;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#settings = storage.prepare((db, v: { endpointId: string }) =>
      db.selectFrom('endpointSettings').selectAll().where('endpointId', '=', v.endpointId).compile(),
    );
  }

  async settings(endpointId: string): Promise<EndpointSettingsRow | undefined> {
    return (await this.#settings({ endpointId }))[0];
  }

  async allSettings(): Promise<EndpointSettingsRow[]> {
    return await this.#storage.read.selectFrom('endpointSettings').selectAll().execute();
  }

  /** As the transaction sees them. */
  async currentSettings({ db }: Tx, endpointId: string): Promise<EndpointSettingsRow | undefined> {
    return await db.selectFrom('endpointSettings').selectAll().where('endpointId', '=', endpointId).executeTakeFirst();
  }

  async saveSettings({ db }: Tx, row: EndpointSettingsRow): Promise<void> {
    const { endpointId: _, ...change } = row;
    await db
      .insertInto('endpointSettings')
      .values(row)
      .onConflict((conflict) => conflict.column('endpointId').doUpdateSet(change))
      .execute();
  }

  /** Is the endpoint still there? */
  async exists({ db }: Tx, endpointId: string): Promise<boolean> {
    const row = await db
      .selectFrom('endpoints')
      .select('endpointId')
      .where('endpointId', '=', endpointId)
      .executeTakeFirst();
    return row !== undefined;
  }

  async mobileOf({ db }: Tx, userId: string): Promise<string | undefined> {
    const row = await db.selectFrom('users').select('mobile').where('userId', '=', userId).executeTakeFirst();
    return row?.mobile ?? undefined;
  }
}
