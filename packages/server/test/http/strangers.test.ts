import { type Operation, operations } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { Client } from '../support/client.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld } from '../support/world.ts';

const guarded = Object.values<Operation>(operations).filter((o) => o.access !== 'public');

/** Whoever has no good token learns nothing else: not what exists, not what a body must look like (contract section 1). */
eachWorld('Strangers', (start) => {
  test('get 401 from every operation, whatever they send', async () => {
    const { stranger } = await start();
    expect(guarded.length).toBeGreaterThan(40);
    for (const { method, path, aliases = [] } of guarded) {
      for (const one of [path, ...aliases]) {
        const url = `${one.replace(/\{\w+\}/g, 'nobody')}?$filter=((&$top=x`;
        expectError(await stranger.send(method, url), 'unauthorized');
        if (method === 'GET' || method === 'DELETE') continue;
        expectError(await stranger.send(method, url, '{"broken'), 'unauthorized');
        expectError(await stranger.send(method, url, '<x/>', { 'content-type': 'text/xml' }), 'unauthorized');
        expectError(await stranger.send(method, url, 'x'.repeat(300_000)), 'unauthorized');
      }
    }
  });

  test('get 401 with what only looks like a token', async () => {
    const world = await start();
    const { access_token: good, refresh_token: refresh } = (await world.signIn('ada')).body;
    const [header, claims, signature] = good.split('.');
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), role: 'PARTNER_ADMIN' }),
    );
    const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const tokens = [
      '',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      `Digest ${good}`,
      'nonsense',
      `Bearer ${good.slice(0, -8)}AAAAAAAA`,
      `Bearer ${header}.${forged.toString('base64url')}.${signature}`,
      `Bearer ${unsigned}.${claims}.`,
      `Bearer ${refresh}`,
      `Bearer ${good} ${good}`,
    ];
    for (const authorization of tokens) {
      expectError(await new Client(world.context.app, { authorization }).get('/token'), 'unauthorized');
    }
  });

  test('may see that a path does not exist, and which methods one takes', async () => {
    const { stranger } = await start();
    expectError(await stranger.get('/nothing/here'), 'unknown_route');
    expectError(await stranger.send('PATCH', '/users', {}), 'method_not_allowed');
  });
});
