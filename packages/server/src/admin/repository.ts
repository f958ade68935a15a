import { applyOData, type Fields, type ODataQuery } from '../http/index.ts';
import type { Secrets } from '../secrets/index.ts';
import type { AccountRow, EndpointRow, Storage, Tx, UserRow } from '../storage/index.ts';
import { emailKey } from './email.ts';

/** What $filter and $orderby of users may name. */
export const userFields: Fields = {
  userId: { column: 'userId', type: 'string' },
  uniqueUserId: { column: 'userId', type: 'string' },
  siteId: { column: 'siteId', type: 'string' },
  name: { column: 'name', type: 'string' },
  displayName: { column: 'displayName', type: 'string' },
  firstName: { column: 'firstName', type: 'string' },
  lastName: { column: 'lastName', type: 'string' },
  email: { column: 'email', type: 'string' },
  role: { column: 'role', type: 'string' },
  extension: { column: 'extension', type: 'string' },
  mobile: { column: 'mobile', type: 'string' },
  phone: { column: 'phone', type: 'string' },
  languageCode: { column: 'languageCode', type: 'string' },
  emailVerified: { column: 'emailVerified', type: 'boolean' },
  userVerified: { column: 'userVerified', type: 'boolean' },
  source: { column: 'source', type: 'string' },
  createdOn: { column: 'createdOn', type: 'time' },
  modifiedOn: { column: 'modifiedOn', type: 'time' },
};

/** Contract section 8, item 22. */
const searchColumns = ['name', 'email', 'extension'];

/** The SQL of the admin service. */
export class AdminRepository {
  readonly #storage: Storage;
  readonly #secrets: Secrets;

  // Every request about the directory asks for one of these.
  readonly #accountById;
  readonly #userById;
  readonly #userByEmail;

  constructor(storage: Storage, secrets: Secrets) {
    this.#storage = storage;
    this.#secrets = secrets;
    this.#accountById = storage.prepare((db, v: { accountId: string }) =>
      db.selectFrom('accounts').selectAll().where('accountId', '=', v.accountId).compile(),
    );
    const users = (db: Storage['read'], v: { accountId: string }) =>
      db.selectFrom('users').selectAll().where('accountId', '=', v.accountId);
    this.#userById = storage.prepare((db, v: { accountId: string; userId: string }) =>
      users(db, v).where('userId', '=', v.userId).compile(),
    );
    this.#userByEmail = storage.prepare((db, v: { accountId: string; emailKey: string }) =>
      users(db, v).where('emailKey', '=', v.emailKey).compile(),
    );
  }

  async account(accountId: string): Promise<AccountRow | undefined> {
    return (await this.#accountById({ accountId }))[0];
  }

  async anyAccount(): Promise<AccountRow | undefined> {
    return await this.#storage.read.selectFrom('accounts').selectAll().orderBy('createdOn').limit(1).executeTakeFirst();
  }

  /** By GUID or by e-mail (contract section 3). */
  async user(accountId: string, idOrEmail: string): Promise<UserRow | undefined> {
    const rows = await (idOrEmail.includes('@')
      ? this.#userByEmail({ accountId, emailKey: emailKey(idOrEmail) })
      : this.#userById({ accountId, userId: idOrEmail }));
    return rows[0];
  }

  /** A page of users and one more, when there is one. */
  async users(accountId: string, odata: ODataQuery): Promise<UserRow[]> {
    const query = this.#storage.read.selectFrom('users').selectAll().where('accountId', '=', accountId);
    return await applyOData(query, odata, { fields: userFields, search: searchColumns, lastOrder: 'userId' }).execute();
  }

  async countUsers({ db }: Tx, accountId: string): Promise<number> {
    const row = await db
      .selectFrom('users')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('accountId', '=', accountId)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  async emailTaken({ db }: Tx, emailKey: string, exceptUserId?: string): Promise<boolean> {
    const row = await db.selectFrom('users').select('userId').where('emailKey', '=', emailKey).executeTakeFirst();
    return row !== undefined && row.userId !== exceptUserId;
  }

  /** Extensions are unique on the whole server: they are the endpoint's id (ADR 5). */
  async extensionTaken({ db }: Tx, extension: string, exceptUserId?: string): Promise<boolean> {
    const row = await db
      .selectFrom('endpoints')
      .select('userId')
      .where('endpointId', '=', extension)
      .executeTakeFirst();
    if (row !== undefined) return row.userId !== exceptUserId;
    const group = await db.selectFrom('ringGroups').select('number').where('number', '=', extension).executeTakeFirst();
    return group !== undefined;
  }

  async insertAccount({ db }: Tx, row: AccountRow): Promise<void> {
    await db.insertInto('accounts').values(row).execute();
  }

  async updateAccount({ db }: Tx, accountId: string, change: Partial<AccountRow>): Promise<AccountRow | undefined> {
    return await db
      .updateTable('accounts')
      .set(change)
      .where('accountId', '=', accountId)
      .returningAll()
      .executeTakeFirst();
  }

  async insertUser({ db }: Tx, row: UserRow): Promise<void> {
    await db.insertInto('users').values(row).execute();
  }

  async userById({ db }: Tx, userId: string): Promise<UserRow | undefined> {
    return await db.selectFrom('users').selectAll().where('userId', '=', userId).executeTakeFirst();
  }

  /** One who can sign in. */
  async hasOtherAdministrator({ db }: Tx, { accountId, userId }: UserRow): Promise<boolean> {
    const row = await db
      .selectFrom('users')
      .select('userId')
      .where('accountId', '=', accountId)
      .where('userId', '!=', userId)
      .where('role', '!=', 'USER')
      .where('userVerified', '=', 1)
      .executeTakeFirst();
    return row !== undefined;
  }

  async updateUser({ db }: Tx, { userId, ...row }: UserRow): Promise<void> {
    await db.updateTable('users').set(row).where('userId', '=', userId).execute();
  }

  /** With the sessions and codes. */
  async deleteUser({ db }: Tx, userId: string): Promise<void> {
    await db.deleteFrom('sessions').where('userId', '=', userId).execute();
    await db.deleteFrom('authorizationCodes').where('userId', '=', userId).execute();
    await db.deleteFrom('users').where('userId', '=', userId).execute();
  }

  async endpoint(endpointId: string): Promise<EndpointRow | undefined> {
    const query = this.#storage.read.selectFrom('endpoints').selectAll().where('endpointId', '=', endpointId);
    return this.#opened(await query.executeTakeFirst());
  }

  async endpoints(): Promise<EndpointRow[]> {
    const rows = await this.#storage.read.selectFrom('endpoints').selectAll().execute();
    return rows.map((row) => this.#secrets.open('endpoints', row));
  }

  async insertEndpoint({ db }: Tx, row: EndpointRow): Promise<void> {
    await db.insertInto('endpoints').values(this.#secrets.seal('endpoints', row)).execute();
  }

  async updateEndpoint({ db }: Tx, endpointId: string, change: Partial<EndpointRow>): Promise<EndpointRow | undefined> {
    const query = db.updateTable('endpoints').set(this.#secrets.seal('endpoints', change));
    return this.#opened(await query.where('endpointId', '=', endpointId).returningAll().executeTakeFirst());
  }

  /** With what it was set to, and its messages; their sound goes with the next start. */
  async deleteEndpoint({ db }: Tx, endpointId: string): Promise<void> {
    await db.deleteFrom('mailboxes').where('endpointId', '=', endpointId).execute();
    await db.deleteFrom('voicemail').where('endpointId', '=', endpointId).execute();
    await db.deleteFrom('endpointSettings').where('endpointId', '=', endpointId).execute();
    await db.deleteFrom('endpoints').where('endpointId', '=', endpointId).execute();
  }

  #opened(row: EndpointRow | undefined): EndpointRow | undefined {
    return row && this.#secrets.open('endpoints', row);
  }
}
