import type { Operation } from '@cordboard/contract';
import type { ItemOf, RequestArguments, ResultOf } from './operation-types.ts';

/** What the named helpers (endpoints, calls, users, subscriptions) need of the client. */
export interface OperationCaller {
  call<const O extends Operation>(operation: O, ...args: RequestArguments<O>): Promise<ResultOf<O>>;
  items<const O extends Operation>(operation: O, ...args: RequestArguments<O>): AsyncIterable<ItemOf<O>>;
}
