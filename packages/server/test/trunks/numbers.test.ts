import { publications as kinds } from '@cordboard/contract';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { accountIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld } from '../support/world.ts';

eachWorld('Numbers', (start) => {
  test('lead calls at once to where they say', async () => {
    const world = await start();
    const pat = await world.as('pat');
    const { routes } = world.context.gateway.pbx;
    const rings = () => {
      const { destination } = routes.explain('16135550199', 'inbound');
      return destination?.kind === 'endpoint' ? destination.endpointId : undefined;
    };
    const { status, body } = await pat.post('/numbers', { number: '(613) 555-0199', destination: '2880' });
    expect([status, body]).toMatchObject([201, { number: '+16135550199', destination: '2880', readOnly: false }]);
    expect(rings()).toBe('2880');
    const path = `/numbers/${body.numberId}`;
    expect((await pat.get(path)).body).toEqual(body);
    await pat.put(path, { destination: '2881' });
    expect(rings()).toBe('2881');
    expect((await pat.put(path, { destination: null })).body).not.toHaveProperty('destination');
    expect(rings()).toBeUndefined();
    await pat.delete(path);
    expect(routes.numbers.list()).toEqual([]);
    expectError(await pat.get(path), 'unknown_number', 'numberId');
    expectError(await pat.delete(path), 'unknown_number', 'numberId');
    const rows = await world.storage.read.selectFrom('publications').selectAll().orderBy('sequence').execute();
    expect(rows.map(({ method }) => method)).toEqual(['POST', 'PUT', 'PUT', 'DELETE']);
    for (const { content } of rows) expect(Value.Check(kinds.numberChanged.content, JSON.parse(content))).toBe(true);
  });

  test('are ours once, however they are written', async () => {
    const pat = await (await start()).as('pat');
    await pat.post('/numbers', { number: '+16135550199' });
    for (const number of ['613-555-0199', '+1 613 555 0199', '16135550199']) {
      expectError(await pat.post('/numbers', { number }), 'outside_number_in_use', 'number');
    }
    expectError(await pat.post('/numbers', { number: 'Ada' }), 'invalid_request', 'number');
  });

  test('of two at once one is refused', async () => {
    const pat = await (await start()).as('pat');
    const made = await Promise.all([1, 2].map(() => pat.post('/numbers', { number: '+16135550199' })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('may be the main number of an account, and of another one later', async () => {
    const world = await start();
    const pat = await world.as('pat');
    const main = { number: '+16135550190', mainOf: accountIds.home };
    const { body } = await pat.post('/numbers', main);
    expect(body.mainOf).toBe(accountIds.home);
    expectError(await pat.put(`/numbers/${body.numberId}`, { mainOf: 'nobody' }), 'invalid_request', 'mainOf');
    expect((await pat.put(`/numbers/${body.numberId}`, { mainOf: null })).body).not.toHaveProperty('mainOf');
  });
});
