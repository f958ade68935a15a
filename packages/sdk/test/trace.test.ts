import { type Exchange, traceFetch } from '@cordboard/sdk';
import { expect, test } from 'vitest';
import { ada, signedIn } from './support/client.ts';

test('each exchange is told, without passwords and tokens', async () => {
  const told: Exchange[] = [];
  const { platform, client } = await signedIn({ fetch: traceFetch((exchange) => told.push(exchange)), retries: 0 });
  platform.answersInTurn({ status: 404, body: { name: 'NotFound', message: 'No call 9.', code: 'unknown_call' } });
  await expect(client.endpoint('2880').call('9').redirect('2881')).rejects.toThrow('No call 9.');

  expect(told.map(({ method, url, status }) => `${method} ${url.pathname} ${status}`)).toEqual([
    'POST /2017-09-01/token 200',
    'PUT /2017-09-01/endpoints/2880/calls/9 404',
  ]);
  expect(told[0]?.body).toMatchObject({ username: ada.username, password: '***' });
  expect(told[0]?.answer).toMatchObject({ access_token: '***', refresh_token: '***' });
  expect(told[1]?.body).toEqual({ action: 'redirect', destination: '2881' });
  expect(told[1]?.answer).toMatchObject({ code: 'unknown_call' });
});

test('a request without an answer is told with its error', async () => {
  const told: Exchange[] = [];
  const { platform, client } = await signedIn({ fetch: traceFetch((exchange) => told.push(exchange)), retries: 0 });
  platform.answers(() => ({ cut: true }));
  await expect(client.users.get('x')).rejects.toThrow();
  expect(told.at(-1)).toMatchObject({ method: 'GET', error: expect.any(Error) });
  expect(told.at(-1)?.status).toBeUndefined();
});
