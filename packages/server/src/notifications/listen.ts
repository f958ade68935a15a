import type { Clock } from '../clock.ts';
import type { Storage, SubscriptionRow } from '../storage/index.ts';
import type { LiveReceiver, LiveReceivers } from './live/index.ts';
import { mayManage, type Subscriber } from './policy.ts';
import { subscriptionRepository } from './subscription-repository.ts';
import { asIndexed } from './subscription-row.ts';

/** Gives the way to stop; undefined: the caller has no such subscription, or it is not for connections. */
export type Listen = (
  caller: Subscriber,
  subscriptionId: string,
  receiver: LiveReceiver,
) => Promise<(() => void) | undefined>;

export interface ListenParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly live: LiveReceivers;
}

/** Has the publications of a subscription go to a connection of the caller. */
export async function listen(
  { storage, clock, live }: ListenParts,
  ...[caller, subscriptionId, receiver]: Parameters<Listen>
): ReturnType<Listen> {
  const find = async (): Promise<SubscriptionRow | undefined> => {
    const row = await subscriptionRepository.find(storage, subscriptionId, clock.now());
    return row?.transport === 'websocket' && row.disabledOn === null && mayManage(caller, row) ? row : undefined;
  };
  const row = await find();
  if (row === undefined) return undefined;
  const stop = live.listen(asIndexed(row), receiver);
  // Its end or another role of its owner may have been committed between the look and the listening.
  const now = await find();
  if (now?.role === row.role) return stop;
  stop();
  return undefined;
}
