import { CordboardClient, CordboardError, operations } from '@cordboard/sdk';
import { expect, test } from 'vitest';
import { signedIn } from './support/client.ts';

const pageOf = (names: string[], next?: string) => ({
  body: {
    count: names.length,
    _links: { self: '/2017-09-01/users', ...(next === undefined ? {} : { next }) },
    _embedded: { items: names.map((name) => ({ userId: name, name })) },
  },
});

test('follows the pages, a page when its first item is wanted', async () => {
  const { platform, client } = await signedIn();
  platform.answersInTurn(pageOf(['a', 'b'], '/2017-09-01/users?%24skiptoken=x'), pageOf([]), pageOf(['never']));
  const names: string[] = [];
  for await (const user of client.users.list({ $search: 'a & b', $top: 2 })) {
    names.push(user.userId);
    if (names.length < 2) expect(platform.requests).toHaveLength(1);
  }
  expect(names).toEqual(['a', 'b']);
  expect(platform.requests.map(({ url }) => url)).toEqual([
    '/2017-09-01/users?%24search=a+%26+b&%24top=2',
    '/2017-09-01/users?%24skiptoken=x',
  ]);
});

test('a page that leads to itself ends the list; one that leads to another host is refused', async () => {
  const { platform, client } = await signedIn();
  platform.answersInTurn(pageOf(['a'], '/2017-09-01/users'));
  expect(await Array.fromAsync(client.users.list())).toHaveLength(1);
  platform.answersInTurn(pageOf(['a'], 'http://elsewhere.example/users'));
  await expect(Array.fromAsync(client.users.list())).rejects.toThrow('another host');
});

test('an error carries what the platform says', async () => {
  const { platform, client } = await signedIn();
  const body = { name: 'NotFound', message: 'No call 9.', code: 'unknown_call', param: 'callId', docUrl: 'http://d/e' };
  platform.answersInTurn({ status: 404, body });
  const error = await client
    .endpoint('2880')
    .call('9')
    .get()
    .catch((caught) => caught);
  expect(error).toBeInstanceOf(CordboardError);
  expect(error).toMatchObject({ ...body, status: 404, correlationId: 'c-1' });
});

test('an error page of a proxy becomes an error too', async () => {
  const { platform, client } = await signedIn({ retries: 0 });
  platform.answersInTurn({ status: 502, body: '<html>Bad Gateway</html>' });
  await expect(client.whoAmI()).rejects.toMatchObject({
    status: 502,
    name: 'HttpError',
    message: 'The server answered 502 Bad Gateway',
  });
  platform.answersInTurn({ status: 200, body: '<html>Welcome</html>' });
  await expect(client.whoAmI()).rejects.toThrow('is not JSON');
});

test('a redirect is not followed: the token would go with it', async () => {
  const { platform, client } = await signedIn({ retries: 0 });
  platform.answersInTurn({ status: 302, headers: { location: '/elsewhere' } }, { body: {} });
  await expect(client.whoAmI()).rejects.toThrow('No answer from');
});

test('endpoints and calls by name', async () => {
  const { platform, client } = await signedIn();
  platform.answers(() => ({ body: { callId: '31' } }));
  const endpoint = client.endpoint('28/80');
  const call = endpoint.call('endpoints/2881/calls/31');
  await call.answer();
  await call.end();
  await call.hold();
  await call.retrieve();
  await call.redirect('2882');
  await call.blindTransfer('2882');
  await call.consult('2882');
  await call.supervisedTransfer('endpoints/2881/calls/32');
  await endpoint.makeCall({ to: '2881' });
  await endpoint.createCredentials();
  expect(platform.requests.map(({ method, url, body }) => `${method} ${url.slice(11)} ${body}`)).toEqual([
    'PUT /endpoints/28%2F80/calls/31 {"action":"answer"}',
    'PUT /endpoints/28%2F80/calls/31 {"action":"end"}',
    'PUT /endpoints/28%2F80/calls/31 {"action":"hold"}',
    'PUT /endpoints/28%2F80/calls/31 {"action":"retrieve"}',
    'PUT /endpoints/28%2F80/calls/31 {"action":"redirect","destination":"2882"}',
    'PUT /endpoints/28%2F80/calls/31 {"action":"blindTransfer","destination":"2882"}',
    'PUT /endpoints/28%2F80/calls/31 {"action":"consult","destination":"2882"}',
    'PUT /endpoints/28%2F80/calls/31 {"action":"supervisedTransfer","args":"32"}',
    'POST /endpoints/28%2F80/calls {"to":"2881"}',
    'POST /endpoints/28%2F80/credentials ',
  ]);
});

test('an answer without a body is undefined', async () => {
  const { platform, client } = await signedIn();
  platform.answersInTurn({ status: 202 });
  expect(await client.endpoint('2881').call('31').answer()).toBeUndefined();
});

test('users by name', async () => {
  const { platform, client } = await signedIn();
  platform.answers(() => ({ body: {} }));
  await client.users.create({ email: 'ada@example.com' });
  await client.users.createIn('acc', { email: 'ada@example.com', role: 'ACCOUNT_ADMIN' });
  await client.users.get('ada@example.com');
  await client.users.update('u1', { extension: null });
  await client.users.delete('u1');
  expect(platform.requests.map(({ method, url }) => `${method} ${url.slice(11)}`)).toEqual([
    'POST /users',
    'POST /accounts/acc/users',
    'GET /users/ada%40example.com',
    'PUT /users/u1',
    'DELETE /users/u1',
  ]);
});

test.each([
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/2017-09-01/token'],
  ['http://127.0.0.1:8080/2017-09-01/', 'http://127.0.0.1:8080/2017-09-01/token'],
  ['https://pbx.example.com/cordboard', 'https://pbx.example.com/cordboard/2017-09-01/token'],
])('the address %s', async (url, expected) => {
  const asked: string[] = [];
  const client = new CordboardClient({
    url,
    fetch: async (input) => {
      asked.push(String(input));
      return new Response('{}');
    },
  });
  await client.call(operations.getToken);
  expect(asked).toEqual([expected]);
});

test.each(['', 'localhost', 'ftp://a/', 'http://user:secret@host/'])('the address "%s" is refused', (url) => {
  expect(() => new CordboardClient({ url })).toThrow(TypeError);
});
