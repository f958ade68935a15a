import { topics } from '@cordboard/contract';
import type { Pbx } from '@cordboard/pbx';
import type { Clock } from '../clock.ts';
import type { Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { NewPublication, Publications } from '../publications/index.ts';
import type { Storage, Tx } from '../storage/index.ts';
import { authorize, type TrunkAction } from './policy.ts';
import type { TrunkRepository } from './repository.ts';

/** What trunks, numbers and rules share. */
export interface House {
  readonly storage: Storage;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pbx: Pick<Pbx, 'trunks' | 'routes' | 'directory'>;
  readonly realm: string;
  readonly repository: TrunkRepository;
}

/** @throws ApiError forbidden */
export async function requireMay({ repository }: House, caller: Caller, action: TrunkAction): Promise<void> {
  authorize(caller, action, await repository.accounts());
}

/** Who changes something, and when. */
export function edit({ clock }: House, caller: Caller): { modifiedOn: number; modifiedBy: string } {
  return { modifiedOn: clock.now(), modifiedBy: caller.principalId };
}

/** Publishes a change in its own transaction, to the account of who made it. */
export async function announce(
  { publications }: House,
  tx: Tx,
  caller: Caller,
  change: Pick<NewPublication, 'method' | 'content'> & { content: { _links: { self: string } } },
): Promise<void> {
  const { accountId, principalId } = caller;
  const subject = change.content._links.self;
  await publications.publish(tx, {
    ...change,
    accountId,
    subject,
    topic: topics.admin,
    publisher: { accountId, principalId },
  });
}
