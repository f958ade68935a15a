import { type Operation, operations } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { expectError } from '../support/expect-error.ts';
import { smallApp } from '../support/small-app.ts';
import { eachStorage } from '../support/storage.ts';
import { eachWorld } from '../support/world.ts';

const CORRELATION = 'x-mitel-correlation-id';

eachWorld('Every response', (start) => {
  test('bears a correlation id: the one given, or one of its own', async () => {
    const { stranger } = await start();
    for (const path of ['/token', '/nothing', '/users/%zz']) {
      expect((await stranger.get(path, { [CORRELATION]: 'my-trace_42' })).headers[CORRELATION]).toBe('my-trace_42');
      const seen = new Set<string | undefined>();
      for (const given of ['', 'a b', 'x'.repeat(65), '<script>', 'id,id']) {
        const own = (await stranger.get(path, { [CORRELATION]: given })).headers[CORRELATION];
        expect(own).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        seen.add(own);
      }
      expect(seen.size).toBe(5);
    }
  });

  test('may be read by a browser of any origin', async () => {
    const ada = await (await start()).as('ada');
    const origin = { origin: 'https://app.example.com' };
    for (const path of ['/token', '/users', '/nothing', '/calls/records']) {
      const { headers } = await ada.get(path, origin);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-expose-headers']).toMatch(/x-mitel-correlation-id.*Retry-After/i);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  test('a preflight is answered for every path, without a token', async () => {
    const { stranger } = await start();
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const { status, headers } = await stranger.send('OPTIONS', '/endpoints/2880/calls/23', undefined, {
        origin: 'https://app.example.com',
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type,x-mitel-app',
      });
      expect(status).toBe(204);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-methods']?.split(', ')).toContain(method);
      const allowed = headers['access-control-allow-headers']?.toLowerCase().split(', ');
      for (const name of ['authorization', 'content-type', 'x-mitel-app', 'idempotency-key'])
        expect(allowed).toContain(name);
    }
    expect((await stranger.send('OPTIONS', '/users')).status).toBe(204);
  });

  test('is of an operation that is served: none is only planned', () => {
    expect(Object.values<Operation>(operations).filter(({ planned }) => planned === true)).toEqual([]);
  });
});

eachStorage('In tests', (open) => {
  test('an answer that breaks its contract is an error', async () => {
    const wrong = async () => ({ body: { access_token: 7 } });
    const app = await smallApp(operations.createToken, wrong, { storage: await open() });
    expectError(await app.post('/token', { grant_type: 'password' }), 'internal_error');
    await app.close();
  });
});
