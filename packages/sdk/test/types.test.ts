import { type Call, CordboardClient, operations, type Subscription } from '@cordboard/sdk';
import { expectTypeOf, test } from 'vitest';

test('what an operation takes and gives follows from the contract', () => {
  const client = new CordboardClient({ url: 'http://127.0.0.1:1' });
  const get = () => client.call(operations.getEndpointCall, { params: { endpointId: '2880', callId: '23' } });
  expectTypeOf(get).returns.resolves.toEqualTypeOf<Call>();
  const list = () => client.items(operations.listSubscriptions, { query: { $top: 10 } });
  expectTypeOf(list).returns.toEqualTypeOf<AsyncIterable<Subscription>>();
  // @ts-expect-error the path needs its parameters
  const withoutParams = () => client.call(operations.getEndpointCall);
  // @ts-expect-error the collection knows no $filter
  const withFilter = () => client.items(operations.listSubscriptions, { query: { $filter: 'a' } });
  // @ts-expect-error the body has a field of another type
  const withBody = () => client.call(operations.createSubscription, { body: { topic: 5 } });
  expectTypeOf([withoutParams, withFilter, withBody]).toBeArray();
  const action = () => client.endpoint('2880').call('23').redirect('2881');
  expectTypeOf(action).returns.resolves.toEqualTypeOf<Call | undefined>();
});
