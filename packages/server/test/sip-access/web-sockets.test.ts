import { Phone } from '@cordboard/phone';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Person } from '../support/cast.ts';
import { eachWorld, type World } from '../support/world.ts';
import { listen, openWebSocket, upgrade } from './support.ts';

const tokenOf = async (world: World, person: Person) => (await world.signIn(person)).body.access_token as string;

eachWorld('telephones by WebSocket', (start) => {
  test('the token of a user is the password of their telephone, in the header or in the query', async () => {
    const world = await start();
    const port = await listen(world);
    const token = await tokenOf(world, 'ada');
    const server = { host: '127.0.0.1', port: 5060 };
    const ways = [
      { url: `ws://127.0.0.1:${port}/sip`, headers: { Authorization: `Bearer ${token}` } },
      { url: `ws://127.0.0.1:${port}/sip?access_token=${token}` },
    ];
    for (const webSocket of ways) {
      const phone = await Phone.start({ server, webSocket, username: '2880', password: '' });
      const { body } = await (await world.as('ada')).get('/endpoints/2880');
      expect(body.state).toBe('idle');
      await phone.close();
    }
  });

  test("it is not the password of anybody else's", async () => {
    const world = await start();
    const webSocket = { url: `ws://127.0.0.1:${await listen(world)}/sip?access_token=${await tokenOf(world, 'ada')}` };
    const server = { host: '127.0.0.1', port: 5060 };
    await expect(Phone.start({ server, webSocket, username: '2881', password: '' })).rejects.toThrow('401');
  });

  describe('an upgrade is refused', () => {
    test.each([
      ['with an empty one', '?access_token=', 401],
      ['with a wrong one', '?access_token=wrong', 401],
    ])('%s', async (_title, query, status) => {
      const world = await start();
      const answer = await upgrade(await listen(world), `/sip${query}`);
      expect(answer).toMatchObject({ status, headers: { 'www-authenticate': 'Bearer' } });
      expect(JSON.parse(answer.body)).toMatchObject({ name: 'Unauthorized', code: 'unauthorized' });
    });

    test('with the token of somebody without an extension', async () => {
      const world = await start();
      const answer = await upgrade(await listen(world), `/sip?access_token=${await tokenOf(world, 'carl')}`);
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('no extension');
    });

    test('when it is not for SIP', async () => {
      const world = await start();
      const headers = { 'Sec-WebSocket-Protocol': 'mqtt' };
      const path = `/sip?access_token=${await tokenOf(world, 'ada')}`;
      expect((await upgrade(await listen(world), path, headers)).status).toBe(400);
    });
  });

  test('an upgrade to something else, or elsewhere, is the plain request that it is too', async () => {
    const world = await start();
    const port = await listen(world);
    expect((await upgrade(port, '/health', { Upgrade: 'h2c' })).status).toBe(200);
    expect((await upgrade(port, '/health')).status).toBe(200);
    expect((await upgrade(port, '/sip/x')).status).toBe(404);
    expect((await upgrade(port, '//')).status).toBe(404);
  });

  test('who signs out loses the connection within seconds', async () => {
    const world = await start();
    const token = await tokenOf(world, 'ada');
    const { closed } = await openWebSocket(`ws://127.0.0.1:${await listen(world)}/sip?access_token=${token}`);
    expect((await world.withToken(token).delete('/token')).status).toBe(200);
    expect(await closed).toBe(4401);
  });

  test('who loses the extension too', async () => {
    const world = await start();
    const token = await tokenOf(world, 'ada');
    const { closed } = await openWebSocket(`ws://127.0.0.1:${await listen(world)}/sip?access_token=${token}`);
    const me = (await world.withToken(token).get('/token')).body;
    const admin = await world.as('admin');
    const changed = await admin.put(`/accounts/${me.accountId}/users/${me.userId}`, { extension: '2889' });
    expect(changed.status).toBe(200);
    expect(await closed).toBe(4403);
  });

  test('the server closes with its WebSockets open, and says so', async () => {
    const world = await start();
    const url = `ws://127.0.0.1:${await listen(world)}/sip?access_token=${await tokenOf(world, 'ada')}`;
    const { closed } = await openWebSocket(url);
    await world.close();
    expect(await closed).toBe(1001);
  });

  test('no token is logged', async () => {
    const lines: string[] = [];
    const log = createLog('debug', { write: (line: string) => lines.push(line) });
    const world = await start({ log });
    const port = await listen(world);
    const token = await tokenOf(world, 'ada');
    const { socket, closed } = await openWebSocket(`ws://127.0.0.1:${port}/sip?access_token=${token}`);
    await upgrade(port, `/sip?access_token=${token}x`);
    await upgrade(port, `/nowhere?access_token=${token}`);
    socket.close();
    await closed;
    expect(lines.join('')).not.toContain(token.slice(0, 40));
  });
});
