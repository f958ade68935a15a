import { expect, test } from 'vitest';
import { userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld } from '../support/world.ts';

const path = '/endpoints/2880';
const dnd = (enabled?: boolean, userAvailability = 'available') => ({
  action: 'dnd',
  userAvailability,
  ...(enabled === undefined ? {} : { enabled }),
});

eachWorld('What an endpoint is set to', (start) => {
  test('is as nobody has touched it', async () => {
    const ada = await (await start()).as('ada');
    const { body } = await ada.get(path);
    expect(body).toMatchObject({ dnd: false, messageWaiting: false, userAvailability: 'available' });
    expect(body).not.toHaveProperty('pstnRouting');
  });

  test('do not disturb goes on and off; without `enabled` off', async () => {
    const ada = await (await start()).as('ada');
    const on = await ada.put(path, dnd(true, 'dnd'));
    expect([on.status, on.body.dnd, on.body.userAvailability]).toEqual([200, true, 'dnd']);
    expect((await ada.get(path)).body).toEqual(on.body);
    expect((await ada.put(path, dnd(undefined))).body).toMatchObject({ dnd: false, userAvailability: 'available' });
  });

  test('message waiting and availability are stored, each by itself', async () => {
    const ada = await (await start()).as('ada');
    await ada.put(path, dnd(true));
    await ada.put(path, { action: 'messageWaiting', userAvailability: 'away', enabled: true });
    expect((await ada.get(path)).body).toMatchObject({ dnd: true, messageWaiting: true, userAvailability: 'dnd' });
    await ada.put(path, dnd(false, 'away'));
    expect((await ada.get(path)).body).toMatchObject({ dnd: false, messageWaiting: true, userAvailability: 'away' });
  });

  test('routing goes to the mobile number of the user, but not while it does not want to be disturbed', async () => {
    const ada = await (await start()).as('ada');
    const routing = (enabled: boolean, userAvailability = 'available') =>
      ada.put(path, { action: 'pstnRouting', userAvailability, enabled });
    expectError(await routing(true), 'invalid_request', 'action');
    await ada.put(`/users/${userIds.ada}`, { mobile: '+16135550177' });
    expect((await routing(true, 'dnd')).body).not.toHaveProperty('pstnRouting');
    expect((await routing(true)).body.pstnRouting).toBe('+16135550177');
    expect((await routing(false)).body).not.toHaveProperty('pstnRouting');
  });

  test.each([
    ['another action', { action: 'ring', userAvailability: 'available' }],
    ['no action', { userAvailability: 'available' }],
    ['no availability', { action: 'dnd', enabled: true }],
    ['another availability', { action: 'dnd', userAvailability: 'asleep' }],
    ['a text for enabled', { action: 'dnd', userAvailability: 'dnd', enabled: 'perhaps' }],
    ['too short a time', { action: 'dnd', userAvailability: 'dnd', timeoutMs: 100 }],
  ])('%s is refused', async (_, body) => {
    const ada = await (await start()).as('ada');
    expectError(await ada.put(path, body), 'invalid_request');
    expect((await ada.get(path)).body.dnd).toBe(false);
  });

  test('is there after a restart, and the PBX knows it', async () => {
    const world = await start();
    const ada = await world.as('ada');
    const { body } = await ada.put(path, dnd(true, 'dnd'));
    await world.close();
    const again = await start({ place: world.place });
    const after = await again.as('ada');
    expect({ ...(await after.get(path)).body }).toEqual(body);
    // No phone needs to ring to see that it would not.
    const call = await after.post('/endpoints/2880/calls', { to: '2881' });
    expect(call.body.code).toBe('endpoint_unreachable');
    const ben = await again.as('ben');
    expectError(await ben.post('/endpoints/2881/calls', { to: '2880' }), 'do_not_disturb');
  });

  test('goes with the extension: another one begins anew', async () => {
    const world = await start();
    const admin = await world.as('admin');
    await admin.put(path, dnd(true));
    await admin.put(`/users/${userIds.ada}`, { extension: '2900' });
    await admin.put(`/users/${userIds.ada}`, { extension: '2880' });
    expect((await admin.get(path)).body.dnd).toBe(false);
    expect(await world.storage.read.selectFrom('endpointSettings').selectAll().execute()).toEqual([]);
    const ben = await world.as('ben');
    expectError(await ben.post('/endpoints/2881/calls', { to: '2880' }), 'endpoint_unreachable');
  });
});
