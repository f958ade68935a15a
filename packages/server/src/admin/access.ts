import { ApiError, type Caller } from '../http/index.ts';
import type { AccountRow, UserRow } from '../storage/index.ts';
import { type AdminAction, authorize } from './policy.ts';
import type { AdminRepository } from './repository.ts';

/** Finds what a request is about, when its caller may do that to it. */
export class Access {
  readonly #repository: AdminRepository;

  constructor(repository: AdminRepository) {
    this.#repository = repository;
  }

  /** @throws ApiError forbidden, unknown_account */
  async account(caller: Caller, action: AdminAction, accountId: string): Promise<AccountRow> {
    const account = await this.#repository.account(accountId);
    authorize(caller, action, account, 'accountId');
    if (account === undefined) throw new ApiError('unknown_account');
    return account;
  }

  /** By id or e-mail. @throws ApiError forbidden, unknown_account, unknown_user */
  async user(
    caller: Caller,
    action: AdminAction,
    accountId: string,
    idOrEmail: string,
  ): Promise<{ user: UserRow; account: AccountRow }> {
    const account = await this.account(caller, 'readUser', accountId);
    const user = await this.#repository.user(accountId, idOrEmail);
    if (user === undefined) {
      throw new ApiError('unknown_user', `The account has no user ${idOrEmail.slice(0, 80)}.`, { param: 'userId' });
    }
    authorize(caller, action, { accountId, partnerId: account.partnerId, userId: user.userId });
    return { user, account };
  }
}
