import { type Account, accountSubject, type UpdateAccountBody } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import { ApiError, type Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Publications } from '../publications/index.ts';
import type { AccountRow, Storage, UserRow } from '../storage/index.ts';
import type { Access } from './access.ts';
import { announce } from './announce.ts';
import { newUser } from './new-user.ts';
import { presentAccount } from './presenter.ts';
import type { AdminRepository } from './repository.ts';

export interface AccountsOptions {
  readonly storage: Storage;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly repository: AdminRepository;
  readonly access: Access;
}

/** Companies. */
export class Accounts {
  readonly #o: AccountsOptions;

  constructor(o: AccountsOptions) {
    this.#o = o;
  }

  async get(caller: Caller, accountId: string): Promise<Account> {
    return presentAccount(await this.#o.access.account(caller, 'readAccount', accountId));
  }

  async update(caller: Caller, accountId: string, body: UpdateAccountBody): Promise<Account> {
    const { access, storage, publications, repository, clock } = this.#o;
    await access.account(caller, 'updateAccount', accountId);
    const change: Partial<AccountRow> = {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.languageCode === undefined || body.languageCode === null ? {} : { languageCode: body.languageCode }),
      ...(body.policy === undefined ? {} : { policy: json(body.policy) }),
      ...(body.location === undefined ? {} : { location: json(body.location) }),
      modifiedOn: clock.now(),
      modifiedBy: caller.principalId,
    };
    return await storage.transaction(async (tx) => {
      const row = await repository.updateAccount(tx, accountId, change);
      if (row === undefined) throw new ApiError('unknown_account');
      const content = presentAccount(row);
      await announce(publications, tx, caller, {
        accountId,
        method: 'PUT',
        subject: accountSubject(accountId),
        content,
      });
      return content;
    });
  }

  async exist(): Promise<boolean> {
    return (await this.#o.repository.anyAccount()) !== undefined;
  }

  /**
   * The first account with its administrator, who may sign in at once.
   * @throws ApiError invalid_request for a bad e-mail
   */
  async createFirst(o: { email: string; passwordHash: string; name?: string }): Promise<void> {
    const { clock, ids, storage, repository } = this.#o;
    const now = clock.now();
    const account = newAccount({ name: o.name ?? 'My company', now, ids });
    const body = { email: o.email, name: 'Administrator' };
    const user: UserRow = {
      ...newUser(account, body, { role: 'ACCOUNT_ADMIN', by: 'setup', now, ids }),
      passwordHash: o.passwordHash,
      emailVerified: 1,
      userVerified: 1,
    };
    await storage.transaction(async (tx) => {
      await repository.insertAccount(tx, account);
      await repository.insertUser(tx, user);
    });
  }
}

function newAccount({ name, now, ids }: { name: string; now: number; ids: Ids }): AccountRow {
  const accountId = ids.guid();
  return {
    accountId,
    accountNumber: String(100_000_000 + (Number.parseInt(ids.hex().slice(0, 12), 16) % 900_000_000)),
    name,
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
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
