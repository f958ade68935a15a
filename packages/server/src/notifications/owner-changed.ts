import type { Role } from '@cordboard/contract';
import type { Tx } from '../storage/index.ts';
import type { SubscriptionIndex } from './matching/index.ts';
import { subscriptionRepository } from './subscription-repository.ts';
import { asIndexed } from './subscription-row.ts';
import type { Deliverer } from './webhook/index.ts';

interface Engines {
  readonly index: SubscriptionIndex;
  readonly deliverer: Deliverer;
}

/**
 * In the transaction that gives a user another role, or removes it (`role` undefined): nobody goes on hearing what they
 * may no longer read.
 */
export async function ownerChanged(
  engines: Engines,
  tx: Tx,
  principalId: string,
  role: Role | undefined,
): Promise<void> {
  const { index, deliverer } = engines;
  const rows = await subscriptionRepository.ofOwner(tx, principalId);
  if (role !== undefined) {
    await subscriptionRepository.setRole(tx, principalId, role);
    tx.afterCommit(() => {
      for (const row of rows) if (index.has(row.subscriptionId)) index.add(asIndexed({ ...row, role }));
    });
    return;
  }
  const ids = rows.map(({ subscriptionId }) => subscriptionId);
  await subscriptionRepository.remove(tx, ids);
  tx.afterCommit(() => {
    for (const id of ids) {
      index.remove(id);
      deliverer.remove(id);
    }
  });
}
