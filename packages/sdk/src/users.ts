import {
  type CreateOwnUserBody,
  type CreateUserBody,
  operations,
  type UpdateUserBody,
  type User,
} from '@cordboard/contract';
import type { OperationCaller } from './operation-caller.ts';
import type { RequestOf } from './operation-types.ts';

type ListQuery = RequestOf<typeof operations.listOwnUsers>['query'];

/** The people of the caller's account (contract section 3). Other accounts: through `client.call`. */
export class Users {
  readonly #client: OperationCaller;

  constructor(client: OperationCaller) {
    this.#client = client;
  }

  /** A USER. To choose the role, see createIn. */
  async create(body: CreateOwnUserBody): Promise<User> {
    return await this.#client.call(operations.createOwnUser, { body });
  }

  /** A user of any role up to the caller's, in this account. */
  async createIn(accountId: string, body: CreateUserBody): Promise<User> {
    return await this.#client.call(operations.createUser, { params: { accountId }, body });
  }

  list(query?: ListQuery): AsyncIterable<User> {
    return this.#client.items(operations.listOwnUsers, query === undefined ? {} : { query });
  }

  /** By id or e-mail address. */
  async get(userId: string): Promise<User> {
    return await this.#client.call(operations.getOwnUser, { params: { userId } });
  }

  async update(userId: string, body: UpdateUserBody): Promise<User> {
    return await this.#client.call(operations.updateOwnUser, { params: { userId }, body });
  }

  async delete(userId: string): Promise<void> {
    await this.#client.call(operations.deleteOwnUser, { params: { userId } });
  }
}
