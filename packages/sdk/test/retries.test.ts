import { CordboardClient, CordboardConnectionError, operations } from '@cordboard/sdk';
import { describe, expect, test } from 'vitest';
import { signedIn } from './support/client.ts';

const endpointId = '2880';
const subscription = {
  applicationId: 'a',
  deviceId: 'http://127.0.0.1/hook',
  transport: 'webhook',
  topic: 'platform-api-media',
  subjectFilter: '/endpoints/',
} as const;
const busy = (retryAfter: string) => ({ status: 429, headers: { 'retry-after': retryAfter }, body: {} });

test('waits as long as Retry-After asks, as a date or in seconds, and a little more', async () => {
  const { platform, clock, client } = await signedIn();
  platform.answersInTurn(busy(new Date(clock.now() + 3_000).toUTCString()), busy('2'), { body: {} });
  await client.endpoint(endpointId).get();
  expect(clock.pauses).toEqual([3_250, 2_500]);
});

test('a pause of minutes is reported instead of waited for', async () => {
  const { platform, clock, client } = await signedIn();
  platform.answersInTurn(busy('600'));
  await expect(client.endpoint(endpointId).get()).rejects.toMatchObject({ status: 429, retryAfterMs: 600_000 });
  expect(clock.pauses).toEqual([]);
});

describe.each([
  ['502', { status: 502 }],
  ['503', { status: 503 }],
  ['504', { status: 504 }],
  ['a cut connection', { cut: true }],
])('after %s', (_, reply) => {
  test('a GET is repeated with growing pauses, three times', async () => {
    const { platform, clock, client } = await signedIn();
    platform.answersInTurn(reply);
    await expect(client.endpoint(endpointId).get()).rejects.toThrow();
    expect(platform.requests).toHaveLength(4);
    expect(clock.pauses).toEqual([250, 500, 1_000]);
  });

  test('a DELETE is repeated until it is answered', async () => {
    const { platform, client } = await signedIn();
    platform.answersInTurn(reply, { body: {} });
    await client.subscriptions.delete('s1');
    expect(platform.requests.map(({ method }) => method)).toEqual(['DELETE', 'DELETE']);
  });

  test('a POST that creates is repeated with the same Idempotency-Key', async () => {
    const { platform, client } = await signedIn();
    platform.answersInTurn(reply, { status: 201, body: { subscriptionId: 's1' } });
    expect((await client.subscriptions.create(subscription)).subscriptionId).toBe('s1');
    const keys = platform.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  test('POST /token is not repeated: a refresh token is good once', async () => {
    const { platform, client } = await signedIn();
    platform.answersInTurn(reply);
    let sent = 0;
    const lonely = new CordboardClient({
      url: platform.url,
      fetch: async () => {
        sent += 1;
        if ('cut' in reply) throw new TypeError('fetch failed');
        return new Response('{}', { status: reply.status });
      },
    });
    await expect(lonely.signIn({ username: 'a', password: 'b' })).rejects.toThrow();
    expect(sent).toBe(1);
    await expect(client.signIn({ username: 'a', password: 'right' })).resolves.toBeUndefined();
  });
});

test('a call action is a command: repeated when it was not done, not when that is unknown', async () => {
  const { platform, client } = await signedIn();
  const call = client.endpoint(endpointId).call('endpoints/2880/calls/23');
  platform.answersInTurn({ status: 503 }, busy('1'), { body: { callId: '23' } });
  await call.hold();
  expect(platform.requests.map(({ url }) => url)).toEqual(Array(3).fill('/2017-09-01/endpoints/2880/calls/23'));
  for (const reply of [{ status: 504 }, { status: 502 }, { cut: true }]) {
    const before = platform.requests.length;
    platform.answersInTurn(reply);
    await expect(call.hold()).rejects.toThrow();
    expect(platform.requests.length - before).toBe(1);
  }
});

test('a key of the caller is kept, and a first attempt still running is waited for', async () => {
  const { platform, client } = await signedIn();
  const running = { status: 409, body: { name: 'Conflict', message: 'Running.', code: 'idempotency_in_progress' } };
  platform.answersInTurn({ cut: true }, running, { body: { callId: '24' } });
  const request = { params: { endpointId }, body: { to: '2881' }, idempotencyKey: 'mine' };
  expect(await client.call(operations.createEndpointCall, request)).toMatchObject({ callId: '24' });
  expect(platform.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['mine', 'mine', 'mine']);
});

test.each([400, 403, 404, 409, 422, 500, 501])('%i is not repeated', async (status) => {
  const { platform, client } = await signedIn();
  platform.answersInTurn({ status, body: {} });
  await expect(client.endpoint(endpointId).get()).rejects.toMatchObject({ status });
  expect(platform.requests).toHaveLength(1);
});

test('a server that does not answer in time is a connection error, repeated like one', async () => {
  const { platform, clock } = await signedIn();
  const client = new CordboardClient({ url: platform.url, clock, timeoutMs: 250, retries: 1 });
  client.useToken('access-1');
  platform.answersInTurn({ hang: true });
  const error = await client
    .endpoint(endpointId)
    .get()
    .catch((caught) => caught);
  expect(error).toBeInstanceOf(CordboardConnectionError);
  expect(platform.requests).toHaveLength(2);
});

test('the signal of the caller ends request and pause with its reason', async () => {
  const { platform, client } = await signedIn();
  const params = { endpointId };
  const during = new AbortController();
  platform.answers(() => {
    during.abort(new Error('enough'));
    return { hang: true };
  });
  await expect(client.call(operations.getEndpoint, { params, signal: during.signal })).rejects.toThrow('enough');
  expect(platform.requests).toHaveLength(1);
  await expect(client.call(operations.getEndpoint, { params, signal: during.signal })).rejects.toThrow('enough');
});

test('the signal ends a pause between attempts', async () => {
  const abort = new AbortController();
  const { platform, client } = await signedIn({
    clock: {
      now: () => 0,
      after() {
        queueMicrotask(() => abort.abort(new Error('enough')));
        return { cancel() {} };
      },
    },
  });
  platform.answersInTurn({ status: 503 });
  const params = { endpointId };
  await expect(client.call(operations.getEndpoint, { params, signal: abort.signal })).rejects.toThrow('enough');
  expect(platform.requests).toHaveLength(1);
});

test('nobody there: says where, and why', async () => {
  const { platform } = await signedIn();
  const { url } = platform;
  await platform.close();
  const client = new CordboardClient({ url, retries: 0 });
  await expect(client.whoAmI()).rejects.toThrow(`No answer from ${url}: ECONNREFUSED`);
});
