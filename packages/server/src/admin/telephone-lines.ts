import type { EndpointCredentials } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import { ApiError, type Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { EndpointRow, Storage, Tx, UserRow } from '../storage/index.ts';
import type { EndpointListener } from './endpoint-listener.ts';
import { authorize, relationOf } from './policy.ts';
import type { AdminRepository } from './repository.ts';

/** The one site of the built-in PBX (ADR 5). */
const BUILT_IN_SITE = 'built-in';
const PASSWORD_BYTES = 18;

/** Digests of a phone's password; the PBX knows how (RFC 7616). */
export type DigestSecrets = (username: string, password: string) => { ha1Md5: string; ha1Sha256: string };

export interface TelephoneLinesOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly endpoints: EndpointListener;
  readonly digestSecrets: DigestSecrets;
  readonly realm: string;
  readonly registrar: () => string;
  readonly repository: AdminRepository;
}

/** Endpoints: who has an extension has one, with credentials of its own. */
export class TelephoneLines {
  readonly #o: TelephoneLinesOptions;

  constructor(o: TelephoneLinesOptions) {
    this.#o = o;
  }

  /** For the gateway at start. */
  async all(): Promise<EndpointRow[]> {
    return await this.#o.repository.endpoints();
  }

  /** New SIP credentials of an endpoint; the former ones stop working. The password is shown this once. */
  async createCredentials(caller: Caller, endpointId: string): Promise<EndpointCredentials> {
    await this.#authorize(caller, endpointId);
    const { storage, clock, ids, repository, endpoints, realm } = this.#o;
    const password = ids.secret(PASSWORD_BYTES);
    const change = { ...this.#o.digestSecrets(endpointId, password), modifiedOn: clock.now() };
    await storage.transaction(async (tx) => {
      const row = await repository.updateEndpoint(tx, endpointId, change);
      if (row === undefined) throw unknownEndpoint(endpointId);
      tx.afterCommit(() => endpoints.endpointChanged(row));
    });
    return { username: endpointId, password, realm, registrar: this.#o.registrar() };
  }

  /** The line of a new user. */
  async open(tx: Tx, user: UserRow): Promise<void> {
    if (user.extension === null) return;
    const { clock, repository, endpoints } = this.#o;
    const row: EndpointRow = {
      endpointId: user.extension,
      accountId: user.accountId,
      userId: user.userId,
      siteId: BUILT_IN_SITE,
      name: user.name,
      ha1Md5: null,
      ha1Sha256: null,
      createdOn: clock.now(),
      modifiedOn: clock.now(),
    };
    await repository.insertEndpoint(tx, row);
    tx.afterCommit(() => endpoints.endpointChanged(row));
  }

  /** Another extension is another endpoint, with credentials of its own; another name is shown by the same one. */
  async follow(tx: Tx, before: UserRow, after: UserRow): Promise<void> {
    const { clock, repository, endpoints } = this.#o;
    if (before.extension !== after.extension) {
      await this.close(tx, before);
      await this.open(tx, after);
    } else if (after.extension !== null && before.name !== after.name) {
      const change = { name: after.name, modifiedOn: clock.now() };
      const row = await repository.updateEndpoint(tx, after.extension, change);
      if (row !== undefined) tx.afterCommit(() => endpoints.endpointChanged(row));
    }
  }

  /** The line of a user who leaves, or changes the extension. */
  async close(tx: Tx, { extension }: UserRow): Promise<void> {
    if (extension === null) return;
    await this.#o.repository.deleteEndpoint(tx, extension);
    tx.afterCommit(() => this.#o.endpoints.endpointRemoved(extension));
  }

  /** Of other accounts' endpoints nobody learns that they exist. */
  async #authorize(caller: Caller, endpointId: string): Promise<void> {
    const endpoint = await this.#o.repository.endpoint(endpointId);
    const account = endpoint === undefined ? undefined : await this.#o.repository.account(endpoint.accountId);
    if (endpoint === undefined || account === undefined) throw unknownEndpoint(endpointId);
    const subject = { ...endpoint, partnerId: account.partnerId };
    if (relationOf(caller, subject) === 'other') throw unknownEndpoint(endpointId);
    authorize(caller, 'createCredentials', subject);
  }
}

function unknownEndpoint(endpointId: string): ApiError {
  return new ApiError('unknown_endpoint', `There is no endpoint ${endpointId.slice(0, 40)}.`, { param: 'endpointId' });
}
