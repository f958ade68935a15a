import { type CreateUserBody, type Role, type UpdateUserBody, type User, userSubject } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import { ApiError, type Caller, type ODataQuery } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Publications } from '../publications/index.ts';
import type { AccountRow, Storage, Tx, UserRow } from '../storage/index.ts';
import type { Access } from './access.ts';
import { announce } from './announce.ts';
import { changesOf } from './changed-user.ts';
import { newUser } from './new-user.ts';
import { authorize } from './policy.ts';
import { presentUser } from './presenter.ts';
import type { AdminRepository } from './repository.ts';
import { isAdministrator, requireRoleOf, requireRoleWithin } from './role-rules.ts';
import type { TelephoneLines } from './telephone-lines.ts';

export interface UsersOptions {
  readonly storage: Storage;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly repository: AdminRepository;
  readonly access: Access;
  readonly lines: TelephoneLines;
  readonly userChanged: (userId: string) => void;
  readonly roleChanged: (tx: Tx, userId: string, role: Role | undefined) => Promise<void>;
}

/** The people of the accounts. */
export class Users {
  readonly #o: UsersOptions;

  constructor(o: UsersOptions) {
    this.#o = o;
  }

  /** Users of a page, and whether there are more. */
  async list(caller: Caller, accountId: string, odata: ODataQuery): Promise<{ users: User[]; more: boolean }> {
    const { domain } = await this.#o.access.account(caller, 'listUsers', accountId);
    const rows = await this.#o.repository.users(accountId, odata);
    const page = rows.slice(0, odata.top).map((row) => presentUser(row, domain));
    return { users: page, more: rows.length > odata.top };
  }

  async get(caller: Caller, accountId: string, userId: string): Promise<User> {
    const { user, account } = await this.#o.access.user(caller, 'readUser', accountId, userId);
    return presentUser(user, account.domain);
  }

  async create(caller: Caller, accountId: string, body: CreateUserBody): Promise<User> {
    const { access, storage, repository, lines, clock, ids } = this.#o;
    const account = await access.account(caller, 'createUser', accountId);
    const role = body.role ?? 'USER';
    requireRoleWithin(caller, role);
    requireRoleOf(account, role);
    const user = newUser(account, body, { role, by: caller.principalId, now: clock.now(), ids });
    return await storage.transaction(async (tx) => {
      await this.#requireFree(tx, user);
      await this.#requireRoom(tx, account);
      await repository.insertUser(tx, user);
      await lines.open(tx, user);
      return await this.#announce(tx, caller, 'POST', user, account);
    });
  }

  async update(caller: Caller, accountId: string, userId: string, body: UpdateUserBody): Promise<User> {
    const { access, storage, repository, lines, clock } = this.#o;
    const { user, account } = await access.user(caller, 'updateUser', accountId, userId);
    return await storage.transaction(async (tx) => {
      // As it is now: a change before this one may have moved the user to another extension.
      const before = await this.#present(tx, user);
      authorizeChange(caller, before, account, body);
      const edit = { modifiedOn: clock.now(), modifiedBy: caller.principalId };
      const after = { ...before, ...changesOf(before, body), ...edit };
      await this.#requireFree(tx, after);
      if (!isAdministrator(after.role)) await this.#requireAdministratorBeside(tx, before);
      await repository.updateUser(tx, after);
      await lines.follow(tx, before, after);
      if (after.role !== before.role) await this.#o.roleChanged(tx, after.userId, after.role);
      return await this.#announce(tx, caller, 'PUT', after, account);
    });
  }

  async delete(caller: Caller, accountId: string, userId: string): Promise<User> {
    const { access, storage, repository, lines } = this.#o;
    const { user, account } = await access.user(caller, 'deleteUser', accountId, userId);
    if (user.userId === caller.principalId)
      throw new ApiError('forbidden', 'Nobody deletes the user they are signed in as.');
    return await storage.transaction(async (tx) => {
      const row = await this.#present(tx, user);
      requireRoleWithin(caller, row.role);
      await this.#requireAdministratorBeside(tx, row);
      await lines.close(tx, row);
      await repository.deleteUser(tx, row.userId);
      await this.#o.roleChanged(tx, row.userId, undefined);
      return await this.#announce(tx, caller, 'DELETE', row, account);
    });
  }

  /** @throws ApiError unknown_user when it was deleted a moment ago */
  async #present(tx: Tx, { userId }: UserRow): Promise<UserRow> {
    const row = await this.#o.repository.userById(tx, userId);
    if (row === undefined) throw new ApiError('unknown_user', undefined, { param: 'userId' });
    return row;
  }

  async #announce(tx: Tx, caller: Caller, method: string, user: UserRow, account: AccountRow): Promise<User> {
    const { accountId, userId } = user;
    const content = presentUser(user, account.domain);
    const subject = userSubject(accountId, userId);
    await announce(this.#o.publications, tx, caller, { accountId, method, subject, content });
    tx.afterCommit(() => this.#o.userChanged(userId));
    return content;
  }

  /** One writer at a time (ADR 4): what is free here is still free when the row is written. */
  async #requireFree(tx: Tx, user: UserRow): Promise<void> {
    if (await this.#o.repository.emailTaken(tx, user.emailKey, user.userId)) {
      throw new ApiError('email_in_use', `Another user has the e-mail address ${user.email}.`, { param: 'email' });
    }
    if (user.extension !== null && (await this.#o.repository.extensionTaken(tx, user.extension, user.userId))) {
      throw new ApiError('extension_in_use', `Another user has the extension ${user.extension}.`, {
        param: 'extension',
      });
    }
  }

  async #requireRoom(tx: Tx, { accountId, userLimit }: AccountRow): Promise<void> {
    if (userLimit === null || (await this.#o.repository.countUsers(tx, accountId)) < userLimit) return;
    throw new ApiError('user_limit', `The account may have ${userLimit} users and has them.`);
  }

  /** An account without an administrator could not be helped by anybody in it. */
  async #requireAdministratorBeside(tx: Tx, user: UserRow): Promise<void> {
    if (!isAdministrator(user.role) || (await this.#o.repository.hasOtherAdministrator(tx, user))) return;
    throw new ApiError('last_administrator');
  }
}

/** Everybody may send back what they read; role, e-mail and extension are for administrators to change. */
function authorizeChange(caller: Caller, user: UserRow, account: AccountRow, body: UpdateUserBody): void {
  const subject = { accountId: user.accountId, partnerId: account.partnerId, userId: user.userId };
  for (const field of ['role', 'email', 'extension'] as const) {
    const wanted = body[field];
    if (wanted !== undefined && wanted !== user[field]) authorize(caller, 'changeIdentity', subject, field);
  }
  requireRoleWithin(caller, user.role);
  if (body.role === undefined || body.role === user.role) return;
  requireRoleWithin(caller, body.role);
  requireRoleOf(account, body.role);
}
