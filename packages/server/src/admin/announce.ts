import { topics } from '@cordboard/contract';
import type { Caller } from '../http/index.ts';
import type { NewPublication, Publications } from '../publications/index.ts';
import type { Tx } from '../storage/index.ts';

type Change = Pick<NewPublication, 'accountId' | 'method' | 'subject' | 'content'>;

/** Publishes a change of the directory in its own transaction. */
export async function announce(publications: Publications, tx: Tx, caller: Caller, change: Change): Promise<void> {
  const publisher = { accountId: caller.accountId, principalId: caller.principalId };
  await publications.publish(tx, { ...change, topic: topics.admin, publisher });
}
