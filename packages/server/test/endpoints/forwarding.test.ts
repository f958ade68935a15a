import { expect, test } from 'vitest';
import { userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld } from '../support/world.ts';

const path = '/endpoints/2880/forwarding';
const links = { self: `/2017-09-01${path}` };

eachWorld('The forwarding of an endpoint', (start) => {
  test('is none at first', async () => {
    const ada = await (await start()).as('ada');
    expect(await ada.get(path)).toMatchObject({ status: 200, body: { endpointId: '2880', _links: links } });
  });

  test('is set as a whole, with its defaults, and read again; what was read can be sent back', async () => {
    const ada = await (await start()).as('ada');
    const { status, body } = await ada.put(path, {
      always: { destination: ' 2881 ', enabled: false },
      busy: { destination: '2890' },
      noAnswer: { destination: '2881' },
      notReachable: null,
    });
    expect([status, body]).toEqual([
      200,
      {
        endpointId: '2880',
        always: { destination: '2881', enabled: false },
        busy: { destination: '2890', enabled: true },
        noAnswer: { destination: '2881', enabled: true, afterSeconds: 20 },
        _links: links,
      },
    ]);
    expect((await ada.get(path)).body).toEqual(body);
    expect((await ada.put(path, body)).body).toEqual(body);
    expect((await ada.put(path, { busy: { destination: '2881' } })).body).toEqual({
      endpointId: '2880',
      busy: { destination: '2881', enabled: true },
      _links: links,
    });
  });

  test('does not touch the other settings, nor they it', async () => {
    const ada = await (await start()).as('ada');
    await ada.put('/endpoints/2880', { action: 'dnd', userAvailability: 'away', enabled: true });
    await ada.put(path, { busy: { destination: '2881' } });
    expect((await ada.get('/endpoints/2880')).body.dnd).toBe(true);
    await ada.put('/endpoints/2880', { action: 'messageWaiting', userAvailability: 'away', enabled: true });
    expect((await ada.get(path)).body.busy.destination).toBe('2881');
  });

  test.each([
    ['nobody', { busy: { destination: '2999' } }, 'unknown_destination', 'busy.destination'],
    ['a name', { always: { destination: 'mum' } }, 'unknown_destination', 'always.destination'],
    ['outside, without a trunk', { always: { destination: '+16135550100' } }, 'no_trunk', 'always.destination'],
    ['itself', { noAnswer: { destination: '2880' } }, 'forwarding_loop', 'noAnswer.destination'],
    ['nothing', { busy: {} }, 'invalid_request', undefined],
    ['an empty number', { busy: { destination: '' } }, 'invalid_request', undefined],
    ['after no time', { noAnswer: { destination: '2881', afterSeconds: 0 } }, 'invalid_request', undefined],
  ] as const)('to %s is refused, and nothing is changed', async (_, body, code, param) => {
    const ada = await (await start()).as('ada');
    await ada.put(path, { always: { destination: '2881' } });
    const answer = await ada.put(path, body);
    expect(answer.body).toMatchObject({ code, ...(param === undefined ? {} : { param }) });
    expect((await ada.get(path)).body.always.destination).toBe('2881');
  });

  test('two that forward to each other may be set, and the call says so', async () => {
    const world = await start();
    const [ada, ben] = [await world.as('ada'), await world.as('ben')];
    await ada.put(path, { always: { destination: '2881' } });
    await ben.put('/endpoints/2881/forwarding', { always: { destination: '2880' } });
    const admin = await world.as('admin');
    expectError(await admin.post('/endpoints/2891/calls', { to: '2880' }), 'forwarding_loop');
  });

  test('goes with the endpoint, and what leads to an endpoint that is gone leads nowhere', async () => {
    const world = await start();
    const admin = await world.as('admin');
    await admin.put(path, { always: { destination: '2881' } });
    await admin.delete(`/users/${userIds.ben}`);
    expectError(await admin.post('/endpoints/2891/calls', { to: '2880' }), 'unknown_destination');
    await admin.delete(`/users/${userIds.ada}`);
    expectError(await admin.get(path), 'unknown_endpoint');
    expect(await world.storage.read.selectFrom('endpointSettings').selectAll().execute()).toEqual([]);
  });
});
