import { Phone, type PhoneOptions } from '@cordboard/phone';
import { type IncomingInvite, SipEndpoint } from '@cordboard/sip';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { PASSWORD, REALM } from '../support/keys.ts';
import { WebSocketOffice } from '../support/web-socket-office.ts';

let house: WebSocketOffice;
let phones: Phone[];

beforeEach(async () => {
  house = await WebSocketOffice.open();
  for (const extension of ['2880', '2881']) house.office.addExtension(extension);
  phones = [];
});
afterEach(async () => {
  await Promise.all(phones.map((phone) => phone.close()));
  await house.close();
});

async function webPhone(username: string, as: string[], o: Partial<PhoneOptions> = {}): Promise<Phone> {
  const server = { host: '127.0.0.1', port: house.office.port };
  const webSocket = { url: house.url(...as) };
  const phone = await Phone.start({ server, webSocket, username, password: '', realm: REALM, ...o });
  phones.push(phone);
  return phone;
}

const ringing = (phone: Phone) => new Promise<Awaited<ReturnType<Phone['dial']>>>((call) => phone.onIncoming(call));

describe('a connection that proves whose it is', () => {
  test('registers and dials without a password', async () => {
    const web = await webPhone('2880', ['2880'], { tone: 425 });
    const desk = await house.office.addPhone('2881', { tone: 620 });
    const rings = ringing(desk);
    const call = await web.dial('2881');
    (await rings).answer();
    await call.until('connected', 5_000);
    expect((await house.office.call('2880', 'connected')).direction).toBe('outbound');
    call.hangup();
    await house.office.quiet();
    const { source } = [...house.office.store.bindings.values()].find(({ endpointId }) => endpointId === '2880') ?? {};
    expect(source?.transport).toBe('ws');
  });

  test('is called by it', async () => {
    const browser = new SipEndpoint({ contactUser: '2880' });
    const flow = await browser.connectWebSocket(house.url('2880'));
    const invited = new Promise<IncomingInvite>((resolve) => browser.onInvite(resolve));
    const registration = browser.register({ registrar: 'sip:office', aor: 'sip:2880@office', target: { flow } });
    expect((await registration.refresh()).state).toBe('registered');
    const call = await house.office.callIn('2880');
    const invite = await invited;
    expect(invite.flow).toBe(flow);
    invite.reject(486);
    await call.until('ended', 5_000);
    expect(call.status).toBe(486);
    await browser.close();
  });

  test('is not let in as anybody else', async () => {
    await expect(webPhone('2881', ['2880'])).rejects.toThrow('401');
    const web = await webPhone('2881', ['2880'], { register: false });
    const call = await web.dial('2880');
    await call.until('ended', 5_000);
    expect(call.status).toBe(401);
  });

  test('is let in as somebody else with their password', async () => {
    await webPhone('2881', ['2880'], { password: PASSWORD });
    expect(house.office.pbx.endpoint('2881')?.state).toBe('idle');
  });

  test('is not let in as an endpoint that there is not (any more)', async () => {
    house.office.pbx.directory.remove('2880');
    await expect(webPhone('2880', ['2880'])).rejects.toThrow('401');
  });
});

test('a connection that proves nothing is asked for its password', async () => {
  await expect(webPhone('2880', [])).rejects.toThrow('401');
  await webPhone('2880', [], { password: PASSWORD });
  expect(house.office.pbx.endpoint('2880')?.state).toBe('idle');
});

test('a closed connection is a line out of service, in memory and in the store', async () => {
  await webPhone('2880', ['2880']);
  house.flows[0]?.close(4401, 'The token is not good any more');
  await eventually(() => house.office.pbx.endpoint('2880')?.state === 'outOfService', '2880 out of service');
  await eventually(() => house.office.store.bindings.size === 0, 'nothing in the store');
});
