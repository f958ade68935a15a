import { publications as kinds, topics } from '@cordboard/contract';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { expectError } from '../support/expect-error.ts';
import { eachWorld } from '../support/world.ts';

const PASSWORD = 'never-to-be-seen';
const carrier = {
  name: 'Carrier',
  host: '192.0.2.1',
  port: 5060,
  username: 'us',
  password: PASSWORD,
  inboundUsername: 'them',
  inboundPassword: PASSWORD,
  maxCalls: 10,
  callerNumber: '+16135550190',
};

eachWorld('Trunks', (start) => {
  test('are added, read, changed and removed, and the PBX has them at once', async () => {
    const world = await start();
    const pat = await world.as('pat');
    const { pbx } = world.context.gateway;
    const { status, body } = await pat.post('/trunks', carrier);
    expect([status, body]).toMatchObject([
      201,
      {
        host: '192.0.2.1',
        transport: 'udp',
        mode: 'static',
        username: 'us',
        hasPassword: true,
        enabled: true,
        state: { up: true },
      },
    ]);
    const path = `/trunks/${body.trunkId}`;
    expect(pbx.trunks.get(body.trunkId)).toMatchObject({ credentials: { username: 'us', password: PASSWORD } });
    expect((await pat.get(path)).body).toEqual(body);
    const changed = await pat.put(path, { enabled: false, password: null, username: null, maxCalls: null, port: null });
    expect(changed.body).toMatchObject({ hasPassword: false, enabled: false, state: { up: false, calls: 0 } });
    expect(changed.body).not.toHaveProperty('maxCalls');
    expect(pbx.trunks.get(body.trunkId)).toMatchObject({ enabled: false });
    expect(pbx.trunks.get(body.trunkId)).not.toHaveProperty('credentials');
    expect((await pat.delete(path)).body.trunkId).toBe(body.trunkId);
    expect(pbx.trunks.list()).toEqual([]);
    expectError(await pat.get(path), 'unknown_trunk', 'trunkId');
    expectError(await pat.put(path, {}), 'unknown_trunk', 'trunkId');
  });

  test('never show a password, in no answer and no publication', async () => {
    const world = await start();
    const pat = await world.as('pat');
    const { body } = await pat.post('/trunks', carrier);
    await pat.put(`/trunks/${body.trunkId}`, { name: 'Other' });
    const rows = await world.storage.read.selectFrom('publications').selectAll().orderBy('sequence').execute();
    const seen = JSON.stringify([body, (await pat.get('/trunks')).body, rows]);
    expect(seen).not.toContain(PASSWORD);
    expect(seen).not.toMatch(/ha1/i);
    expect(rows.map(({ method, subject, topic }) => ({ method, subject, topic }))).toEqual(
      ['POST', 'PUT'].map((method) => ({ method, topic: topics.admin, subject: `/2017-09-01/trunks/${body.trunkId}` })),
    );
    for (const { content } of rows) expect(Value.Check(kinds.trunkChanged.content, JSON.parse(content))).toBe(true);
  });

  test('outlive a restart with their passwords, numbers and rules', async () => {
    const first = await start();
    const pat = await first.as('pat');
    const { trunkId } = (await pat.post('/trunks', carrier)).body;
    await pat.post('/numbers', { number: '613 555 0199', destination: '2880', location: '1 Main Street' });
    await pat.put('/outboundRules', { rules: [{ prefix: '+1', trunkIds: [trunkId] }], defaultDestination: '2881' });
    const { trunks, routes } = first.context.gateway.pbx;
    const before = [trunks.list(), routes.numbers.list(), routes.rules];
    await first.close();
    const { pbx } = (await start({ place: first.place })).context.gateway;
    expect([pbx.trunks.list(), pbx.routes.numbers.list(), pbx.routes.rules]).toEqual(before);
  });

  test.each([
    ['username', { host: '192.0.2.1', username: 'us' }],
    ['username', { host: '192.0.2.1', password: 'x' }],
    ['username', { host: '192.0.2.1', mode: 'registering' }],
    ['inboundPassword', { host: '192.0.2.1', inboundUsername: 'them' }],
    ['inboundUsername', { host: '192.0.2.1', inboundUsername: '2880', inboundPassword: 'x' }],
    ['host', {}],
    ['host', { host: 'a b' }],
    ['host', { host: 'sip:carrier.example' }],
    ['port', { host: '192.0.2.1', port: 0 }],
    ['transport', { host: '192.0.2.1', transport: 'pigeon' }],
    ['callerNumber', { host: '192.0.2.1', callerNumber: 'Ada' }],
  ])('need a right %s: %j', async (param, body) => {
    const world = await start();
    expectError(await (await world.as('pat')).post('/trunks', body), 'invalid_request', param);
    expect(world.context.gateway.pbx.trunks.list()).toEqual([]);
  });

  test('have a name of their own for calls in; another name needs the password anew', async () => {
    const pat = await (await start()).as('pat');
    const { body } = await pat.post('/trunks', carrier);
    expectError(await pat.post('/trunks', carrier), 'invalid_request', 'inboundUsername');
    const path = `/trunks/${body.trunkId}`;
    expectError(await pat.put(path, { inboundUsername: 'other' }), 'invalid_request', 'inboundPassword');
    expect((await pat.put(path, { inboundUsername: 'them' })).status).toBe(200);
    expect((await pat.put(path, { inboundUsername: null })).body.hasInboundPassword).toBe(false);
  });

  test('of the settings are shown and cannot be changed', async () => {
    const config = { trunk: { host: '192.0.2.9', port: 5060 }, trunkNumbers: { '+16135550188': '2880' } };
    const pat = await (await start({ config })).as('pat');
    const { items } = (await pat.get('/trunks')).body._embedded;
    expect(items).toMatchObject([{ trunkId: 'environment', host: '192.0.2.9', readOnly: true }]);
    expectError(await pat.put('/trunks/environment', { host: '192.0.2.1' }), 'read_only');
    expectError(await pat.delete('/trunks/environment'), 'read_only');
    const [number] = (await pat.get('/numbers')).body._embedded.items;
    expect(number).toMatchObject({ number: '+16135550188', destination: '2880', readOnly: true });
    expectError(await pat.put(`/numbers/${encodeURIComponent(number.numberId)}`, {}), 'read_only');
    expectError(await pat.post('/numbers', { number: '6135550188' }), 'outside_number_in_use', 'number');
  });

  test('that are missing are warned of, and so are those that are down; health stays 200', async () => {
    const world = await start();
    const pat = await world.as('pat');
    const health = async () => {
      const { status, body } = await pat.outside('GET', '/health');
      return [status, body.status, body.warnings];
    };
    expect(await health()).toEqual([200, 'ok', ['Emergency calls (112) cannot be made: no trunk carries them.']]);
    const { trunkId } = (await pat.post('/trunks', { host: '192.0.2.1' })).body;
    expect(await health()).toEqual([200, 'ok', []]);
    await pat.put(`/trunks/${trunkId}`, { mode: 'registering', username: 'us', password: 'x' });
    expect(await health()).toEqual([200, 'ok', ['Emergency calls (112) would fail: every trunk for them is down.']]);
  });
});
