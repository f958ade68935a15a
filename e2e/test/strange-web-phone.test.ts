import { createHash } from 'node:crypto';
import JsSIP from 'jssip';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

// JsSIP as a stranger brings it: the password of the telephone, or its hash (HA1), and no access token.
let server: ServerProcess;
let api: Api;
let phone: { username: string; password: string; realm: string };
const agents: JsSIP.UA[] = [];

beforeAll(async () => {
  server = await ServerProcess.start();
  api = await Api.signIn(server);
  phone = await api.createPhone('2880');
}, 60_000);
afterEach(() => {
  for (const agent of agents.splice(0)) agent.stop();
});
afterAll(async () => {
  await server?.remove();
});

/** What comes of a registration: `registered`, or why not. */
function registered(secret: { password: string } | { ha1: string; realm: string }): Promise<string> {
  const url = `${server.url.replace(/^http/, 'ws')}/sip`;
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(url)],
    uri: `sip:${phone.username}@${server.sip.host}`,
    ...secret,
  });
  agents.push(agent);
  const outcome = new Promise<string>((resolve) => {
    agent.on('registered', () => resolve('registered'));
    agent.on('registrationFailed', ({ cause }) => resolve(String(cause)));
  });
  agent.start();
  return outcome;
}

const stateIs = (state: string) =>
  until(async () => (await api.call('GET', '/endpoints/2880')).body.state === state, `2880 ${state}`, 8_000);

test('by its password', async () => {
  expect(await registered({ password: phone.password })).toBe('registered');
  await stateIs('idle');
});

test('by the hash of its password', async () => {
  const { username, realm, password } = phone;
  const ha1 = createHash('md5').update(`${username}:${realm}:${password}`).digest('hex');
  expect(await registered({ ha1, realm })).toBe('registered');
});

test('not by a wrong one', async () => {
  expect(await registered({ password: 'wrong' })).not.toBe('registered');
});
