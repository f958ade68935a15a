import { Phone } from '@cordboard/phone';
import { expect, test } from 'vitest';
import { eachWorld, type World } from '../support/world.ts';
import { listen, openWebSocket, upgrade } from './support.ts';

// RFC 7118 section 7: a SIP client of anybody's make has no access token, but the password of its telephone.
const TRIES = 20;

async function credentialsOf(world: World, extension: string) {
  const { body } = await (await world.as('admin')).post(`/endpoints/${extension}/credentials`);
  return body as { username: string; password: string; realm: string };
}

async function phoneAt(port: number, o: { username: string; password: string; realm: string }): Promise<Phone> {
  const server = { host: '127.0.0.1', port: 5060 };
  return await Phone.start({ server, webSocket: { url: `ws://127.0.0.1:${port}/sip` }, ...o });
}

eachWorld('telephones by WebSocket without a token', (start) => {
  test('the password of the telephone lets it in', async () => {
    const world = await start();
    const phone = await phoneAt(await listen(world), await credentialsOf(world, '2880'));
    const { body } = await (await world.as('ada')).get('/endpoints/2880');
    expect(body.state).toBe('idle');
    await phone.close();
  });

  test("a wrong one does not, nor does somebody else's", async () => {
    const world = await start();
    const port = await listen(world);
    const ada = await credentialsOf(world, '2880');
    await expect(phoneAt(port, { ...ada, password: 'wrong' })).rejects.toThrow('401');
    await expect(phoneAt(port, { ...ada, username: '2881' })).rejects.toThrow('401');
    await expect(phoneAt(port, { ...ada, username: 'nobody' })).rejects.toThrow('401');
  });

  test('who guesses is turned away unheard, by as many connections as they like', async () => {
    const world = await start();
    const port = await listen(world);
    const ada = await credentialsOf(world, '2880');
    for (let guess = 0; guess < TRIES; guess += 1) {
      await expect(phoneAt(port, { ...ada, password: `guess${guess}` })).rejects.toThrow('401');
    }
    await expect(phoneAt(port, ada)).rejects.toThrow('503');
  });

  test('a token that was shown and is none does not fall back to it', async () => {
    const world = await start();
    const port = await listen(world);
    for (const authorization of ['Bearer', 'Bearer wrong', 'Basic YTpi']) {
      expect((await upgrade(port, '/sip', { authorization })).status).toBe(401);
    }
  });

  test('the server closes with such a connection open, and says so', async () => {
    const world = await start();
    const { closed } = await openWebSocket(`ws://127.0.0.1:${await listen(world)}/sip`);
    await world.close();
    expect(await closed).toBe(1001);
  });
});
