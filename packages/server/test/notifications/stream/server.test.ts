import { expect, test } from 'vitest';
import { listen } from '../../sip-access/support.ts';
import { userIds } from '../../support/cast.ts';
import { eachWorld, homeUsers, type World } from '../../support/world.ts';
import { StreamClient } from './support.ts';

const users = { topic: 'platform-api-admin', subjectFilter: '/users/' };

eachWorld('the stream of a whole server', (start) => {
  async function open(world: World) {
    const port = await listen(world);
    const ada = await world.as('ada');
    const { body } = await ada.post('/connections', { transport: 'websocket' });
    const url = new URL(body.streamUrl);
    url.port = String(port);
    return { client: new StreamClient(url.href), ada };
  }

  async function rename(world: World, name: string): Promise<void> {
    const admin = await world.as('admin');
    expect((await admin.put(`${homeUsers}/${userIds.ada}`, { name })).status).toBe(200);
  }

  test('is opened by the URL of a connection, and tells what the API changes', async () => {
    const world = await start();
    const { client } = await open(world);
    await new Promise((resolve) => client.webSocket.once('open', resolve));
    expect(await client.listen(users)).toMatchObject({ type: 'listening' });
    await rename(world, 'Ada Byron');
    await client.hears(1);
    const subject = expect.stringContaining(userIds.ada);
    const content = expect.objectContaining({ name: 'Ada Byron' });
    const publication = expect.objectContaining({ topic: users.topic, method: 'PUT', subject, content });
    expect(client.frames).toContainEqual({ type: 'event', id: 'calls', number: client.last, publication });
    await world.close();
    expect(await client.closed()).toBe(1001);
  });

  test('ends with the session of its user', async () => {
    const world = await start();
    const { client, ada } = await open(world);
    await new Promise((resolve) => client.webSocket.once('open', resolve));
    await client.listen(users);
    expect((await ada.delete('/token')).status).toBe(200);
    expect(await client.closed()).toBe(4401);
  });
});
