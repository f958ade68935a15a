import {
  type Account,
  accountSubject,
  type CreateUserBody,
  type EndpointCredentials,
  type Role,
  topics,
  type UpdateAccountBody,
  type UpdateUserBody,
  type User,
  userSubject,
} from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import { ApiError, type Caller, type ODataQuery, reaches } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Publications } from '../publications/index.ts';
import type { AccountRow, EndpointRow, Storage, Tx, UserRow } from '../storage/index.ts';
import { emailKey, requireEmail } from './email.ts';
import type { EndpointListener } from './endpoint-listener.ts';
import { authorize } from './policy.ts';
import { presentAccount, presentUser } from './presenter.ts';
import { AdminRepository } from './repository.ts';

/** The one site of the built-in PBX (ADR 5). */
export const BUILT_IN_SITE = 'built-in';
const PASSWORD_BYTES = 18;

/** Digests of a phone's password; the PBX knows how (RFC 7616). */
export type DigestSecrets = (username: string, password: string) => { ha1Md5: string; ha1Sha256: string };

export interface AdminOptions {
  readonly storage: Storage;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly endpoints: EndpointListener;
  readonly digestSecrets: DigestSecrets;
  readonly realm: string;
  /** What a phone must be given to register: `sip:host:port`. */
  readonly registrar: () => string;
  /** A change that tokens in memory must not outlive. */
  readonly userChanged: (userId: string) => void;
  /** In the transaction of the change: a user has another role, or is gone (undefined). */
  readonly roleChanged: (tx: Tx, userId: string, role: Role | undefined) => Promise<void>;
}

/** Accounts, people and their telephone lines (contract section 3). */
export class AdminService {
  readonly #o: AdminOptions;
  readonly #repository: AdminRepository;

  constructor(o: AdminOptions) {
    this.#o = o;
    this.#repository = new AdminRepository(o.storage);
  }

  async getAccount(caller: Caller, accountId: string): Promise<Account> {
    return presentAccount(await this.#account(caller, 'readAccount', accountId));
  }

  async updateAccount(caller: Caller, accountId: string, body: UpdateAccountBody): Promise<Account> {
    await this.#account(caller, 'updateAccount', accountId);
    const change: Partial<AccountRow> = {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.languageCode === undefined || body.languageCode === null ? {} : { languageCode: body.languageCode }),
      ...(body.policy === undefined ? {} : { policy: json(body.policy) }),
      ...(body.location === undefined ? {} : { location: json(body.location) }),
      modifiedOn: this.#o.clock.now(),
      modifiedBy: caller.principalId,
    };
    return await this.#o.storage.transaction(async (tx) => {
      const row = await this.#repository.updateAccount(tx, accountId, change);
      if (row === undefined) throw new ApiError('unknown_account');
      const content = presentAccount(row);
      await this.#publish(tx, caller, accountId, 'PUT', accountSubject(accountId), content);
      return content;
    });
  }

  /** Users of a page, and whether there are more. */
  async listUsers(caller: Caller, accountId: string, odata: ODataQuery): Promise<{ users: User[]; more: boolean }> {
    const { domain } = await this.#account(caller, 'listUsers', accountId);
    const rows = await this.#repository.users(accountId, odata);
    const page = rows.slice(0, odata.top).map((row) => presentUser(row, domain));
    return { users: page, more: rows.length > odata.top };
  }

  async getUser(caller: Caller, accountId: string, userId: string): Promise<User> {
    const { user, account } = await this.#user(caller, 'readUser', accountId, userId);
    return presentUser(user, account.domain);
  }

  async createUser(caller: Caller, accountId: string, body: CreateUserBody): Promise<User> {
    const account = await this.#account(caller, 'createUser', accountId);
    const role = body.role ?? 'USER';
    requireRoleWithin(caller.role, role);
    const user = this.#newUser(account, body, role, caller.principalId);
    return await this.#o.storage.transaction(async (tx) => {
      await this.#requireFree(tx, user);
      const limit = account.userLimit;
      if (limit !== null && (await this.#repository.countUsers(tx, accountId)) >= limit) {
        throw new ApiError('user_limit', `The account may have ${limit} users and has them.`);
      }
      await this.#repository.insertUser(tx, user);
      await this.#openEndpoint(tx, user);
      const content = presentUser(user, account.domain);
      await this.#publish(tx, caller, accountId, 'POST', userSubject(accountId, user.userId), content);
      return content;
    });
  }

  async updateUser(caller: Caller, accountId: string, userId: string, body: UpdateUserBody): Promise<User> {
    const { user, account } = await this.#user(caller, 'updateUser', accountId, userId);
    this.#authorizeChange(caller, user, account, body);
    const change = { ...this.#change(user, body), modifiedOn: this.#o.clock.now(), modifiedBy: caller.principalId };
    const content = await this.#o.storage.transaction(async (tx) => {
      await this.#requireFree(tx, { ...user, ...change });
      const row = await this.#repository.updateUser(tx, user.userId, change);
      if (row === undefined) throw new ApiError('unknown_user');
      await this.#moveEndpoint(tx, user, row);
      if (row.role !== user.role) await this.#o.roleChanged(tx, row.userId, row.role);
      const presented = presentUser(row, account.domain);
      await this.#publish(tx, caller, accountId, 'PUT', userSubject(accountId, row.userId), presented);
      tx.afterCommit(() => this.#o.userChanged(row.userId));
      return presented;
    });
    return content;
  }

  async deleteUser(caller: Caller, accountId: string, userId: string): Promise<User> {
    const { user, account } = await this.#user(caller, 'deleteUser', accountId, userId);
    if (user.userId === caller.principalId)
      throw new ApiError('forbidden', 'Nobody deletes the user they are signed in as.');
    requireRoleWithin(caller.role, user.role);
    return await this.#o.storage.transaction(async (tx) => {
      const endpoint = await this.#repository.endpointOfUser(tx, user.userId);
      if (endpoint !== undefined) await this.#closeEndpoint(tx, endpoint.endpointId);
      const row = await this.#repository.deleteUser(tx, user.userId);
      if (row === undefined) throw new ApiError('unknown_user');
      await this.#o.roleChanged(tx, row.userId, undefined);
      const content = presentUser(row, account.domain);
      await this.#publish(tx, caller, accountId, 'DELETE', userSubject(accountId, row.userId), content);
      tx.afterCommit(() => this.#o.userChanged(row.userId));
      return content;
    });
  }

  /** New SIP credentials of an endpoint; the former ones stop working. The password is shown this once. */
  async createCredentials(caller: Caller, endpointId: string): Promise<EndpointCredentials> {
    const endpoint = await this.#repository.endpoint(endpointId);
    const account = endpoint === undefined ? undefined : await this.#repository.account(endpoint.accountId);
    if (endpoint === undefined || account === undefined) throw unknownEndpoint(endpointId);
    authorize(caller, 'createCredentials', { ...endpoint, partnerId: account.partnerId });
    const password = this.#o.ids.secret(PASSWORD_BYTES);
    const secrets = this.#o.digestSecrets(endpointId, password);
    await this.#o.storage.transaction(async (tx) => {
      const row = await this.#repository.updateEndpoint(tx, endpointId, {
        ...secrets,
        modifiedOn: this.#o.clock.now(),
      });
      if (row === undefined) throw unknownEndpoint(endpointId);
      tx.afterCommit(() => this.#o.endpoints.endpointChanged(row));
    });
    return { username: endpointId, password, realm: this.#o.realm, registrar: this.#o.registrar() };
  }

  /** All telephone lines; for the gateway at start. */
  async endpoints(): Promise<EndpointRow[]> {
    return await this.#repository.endpoints();
  }

  async hasAccount(): Promise<boolean> {
    return (await this.#repository.anyAccount()) !== undefined;
  }

  /**
   * The first account with its administrator, who may sign in at once.
   * @throws ApiError invalid_request for a bad e-mail
   */
  async createFirstAccount(o: {
    email: string;
    passwordHash: string;
    name?: string;
  }): Promise<{ accountId: string; userId: string }> {
    const { clock, ids } = this.#o;
    const now = clock.now();
    const accountId = ids.guid();
    const account: AccountRow = {
      accountId,
      accountNumber: String(100_000_000 + Math.floor(Number.parseInt(ids.hex().slice(0, 12), 16) % 900_000_000)),
      name: o.name ?? 'My company',
      domain: `${accountId}.cordboard.local`,
      partnerId: null,
      active: 1,
      source: 'CORDBOARD',
      languageCode: 'en-US',
      userLimit: null,
      location: null,
      contacts: null,
      policy: JSON.stringify({ allowGuestAccess: false, allowProxyAuthentication: false }),
      createdOn: now,
      createdBy: 'setup',
      modifiedOn: now,
      modifiedBy: 'setup',
    };
    const email = requireEmail(o.email);
    const user: UserRow = {
      ...this.#newUser(account, { email, name: 'Administrator' }, 'ACCOUNT_ADMIN', 'setup'),
      passwordHash: o.passwordHash,
      emailVerified: 1,
      userVerified: 1,
    };
    await this.#o.storage.transaction(async (tx) => {
      await this.#repository.insertAccount(tx, account);
      await this.#repository.insertUser(tx, user);
    });
    return { accountId, userId: user.userId };
  }

  async #account(caller: Caller, action: Parameters<typeof authorize>[1], accountId: string): Promise<AccountRow> {
    const account = await this.#repository.account(accountId);
    authorize(caller, action, account, 'accountId');
    if (account === undefined) throw new ApiError('unknown_account');
    return account;
  }

  async #user(
    caller: Caller,
    action: Parameters<typeof authorize>[1],
    accountId: string,
    userId: string,
  ): Promise<{ user: UserRow; account: AccountRow }> {
    const account = await this.#account(caller, 'readUser', accountId);
    const user = await this.#repository.user(accountId, userId);
    if (user === undefined)
      throw new ApiError('unknown_user', `The account has no user ${userId.slice(0, 80)}.`, { param: 'userId' });
    authorize(caller, action, { accountId, partnerId: account.partnerId, userId: user.userId });
    return { user, account };
  }

  #authorizeChange(caller: Caller, user: UserRow, account: AccountRow, body: UpdateUserBody): void {
    const subject = { accountId: user.accountId, partnerId: account.partnerId, userId: user.userId };
    for (const field of ['role', 'email', 'extension'] as const) {
      const wanted = body[field];
      if (wanted === undefined || wanted === user[field]) continue;
      authorize(caller, 'changeIdentity', subject, field);
    }
    if (body.role !== undefined && body.role !== user.role) {
      requireRoleWithin(caller.role, body.role);
      requireRoleWithin(caller.role, user.role);
    }
  }

  #newUser(account: AccountRow, body: Omit<CreateUserBody, 'role'>, role: Role, by: string): UserRow {
    const now = this.#o.clock.now();
    const email = requireEmail(body.email);
    const full = [body.firstName, body.lastName].filter((part) => part).join(' ');
    return {
      userId: this.#o.ids.guid(),
      accountId: account.accountId,
      siteId: body.siteId ?? null,
      name: body.name ?? body.displayName ?? (full === '' ? (email.split('@')[0] as string) : full),
      displayName: body.displayName ?? null,
      firstName: body.firstName ?? null,
      lastName: body.lastName ?? null,
      email,
      emailKey: emailKey(email),
      role,
      extension: body.extension ?? null,
      mobile: body.mobile ?? null,
      phone: body.phone ?? null,
      languageCode: body.languageCode ?? null,
      emailVerified: 0,
      extensionVerified: body.extension === undefined || body.extension === null ? 0 : 1,
      mobileVerified: 0,
      phoneVerified: 0,
      userVerified: 0,
      source: 'CORDBOARD',
      photoUrl: null,
      passwordHash: null,
      createdOn: now,
      createdBy: by,
      modifiedOn: now,
      modifiedBy: by,
    };
  }

  #change(user: UserRow, body: UpdateUserBody): Partial<UserRow> {
    const change: Partial<UserRow> = {};
    for (const field of [
      'displayName',
      'firstName',
      'lastName',
      'mobile',
      'phone',
      'languageCode',
      'siteId',
    ] as const) {
      if (body[field] !== undefined) change[field] = body[field];
    }
    if (body.name !== undefined) change.name = body.name ?? (user.email.split('@')[0] as string);
    if (body.extension !== undefined) {
      change.extension = body.extension;
      change.extensionVerified = body.extension === null ? 0 : 1;
    }
    if (body.email !== undefined) {
      change.email = requireEmail(body.email);
      change.emailKey = emailKey(change.email);
      if (change.emailKey !== user.emailKey) change.emailVerified = 0;
    }
    if (body.role !== undefined) change.role = body.role;
    return change;
  }

  /** One writer at a time (ADR 4): what is free here is still free when the row is written. */
  async #requireFree(tx: Tx, user: UserRow): Promise<void> {
    if (await this.#repository.emailTaken(tx, user.emailKey, user.userId)) {
      throw new ApiError('email_in_use', `Another user has the e-mail address ${user.email}.`, { param: 'email' });
    }
    if (user.extension !== null && (await this.#repository.extensionTaken(tx, user.extension, user.userId))) {
      throw new ApiError('extension_in_use', `Another user has the extension ${user.extension}.`, {
        param: 'extension',
      });
    }
  }

  async #openEndpoint(tx: Tx, user: UserRow): Promise<void> {
    if (user.extension === null) return;
    const row: EndpointRow = {
      endpointId: user.extension,
      accountId: user.accountId,
      userId: user.userId,
      siteId: BUILT_IN_SITE,
      name: user.name,
      ha1Md5: null,
      ha1Sha256: null,
      createdOn: this.#o.clock.now(),
      modifiedOn: this.#o.clock.now(),
    };
    await this.#repository.insertEndpoint(tx, row);
    tx.afterCommit(() => this.#o.endpoints.endpointChanged(row));
  }

  async #closeEndpoint(tx: Tx, endpointId: string): Promise<void> {
    await this.#repository.deleteEndpoint(tx, endpointId);
    tx.afterCommit(() => this.#o.endpoints.endpointRemoved(endpointId));
  }

  /** Another extension is another endpoint, with credentials of its own; another name is shown by the same one. */
  async #moveEndpoint(tx: Tx, before: UserRow, after: UserRow): Promise<void> {
    if (before.extension !== after.extension) {
      if (before.extension !== null) await this.#closeEndpoint(tx, before.extension);
      await this.#openEndpoint(tx, after);
    } else if (after.extension !== null && before.name !== after.name) {
      const change = { name: after.name, modifiedOn: this.#o.clock.now() };
      const row = await this.#repository.updateEndpoint(tx, after.extension, change);
      if (row !== undefined) tx.afterCommit(() => this.#o.endpoints.endpointChanged(row));
    }
  }

  async #publish(
    tx: Tx,
    caller: Caller,
    accountId: string,
    method: string,
    subject: string,
    content: object,
  ): Promise<void> {
    const publisher = { accountId: caller.accountId, principalId: caller.principalId };
    await this.#o.publications.publish(tx, { accountId, topic: topics.admin, method, subject, content, publisher });
  }
}

/** Nobody gives a role above their own (contract section 2). */
function requireRoleWithin(own: Role, wanted: Role): void {
  if (reaches(own, wanted)) return;
  throw new ApiError('role_too_high', `The role ${wanted} is above yours, which is ${own}.`, { param: 'role' });
}

function unknownEndpoint(endpointId: string): ApiError {
  return new ApiError('unknown_endpoint', `There is no endpoint ${endpointId.slice(0, 40)}.`, { param: 'endpointId' });
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
