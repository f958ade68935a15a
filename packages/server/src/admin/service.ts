import type { Role } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Publications } from '../publications/index.ts';
import type { Secrets } from '../secrets/index.ts';
import type { Storage, Tx } from '../storage/index.ts';
import { Access } from './access.ts';
import { Accounts } from './accounts.ts';
import type { EndpointListener } from './endpoint-listener.ts';
import { AdminRepository } from './repository.ts';
import { type DigestSecrets, TelephoneLines } from './telephone-lines.ts';
import { Users } from './users.ts';

export interface AdminOptions {
  readonly storage: Storage;
  readonly secrets: Secrets;
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
  readonly accounts: Accounts;
  readonly users: Users;
  readonly lines: TelephoneLines;

  constructor(o: AdminOptions) {
    const repository = new AdminRepository(o.storage, o.secrets);
    const access = new Access(repository);
    this.lines = new TelephoneLines({ ...o, repository });
    this.accounts = new Accounts({ ...o, repository, access });
    this.users = new Users({ ...o, repository, access, lines: this.lines });
  }
}
