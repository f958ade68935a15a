import { Phone } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selfSigned } from '../../../sip/test/support/certificate.ts';
import { eventually } from '../support/eventually.ts';
import { PASSWORD, REALM } from '../support/keys.ts';
import { Office } from '../support/office.ts';

// Whom a connection brought, and nobody can reach without it, is gone with it (RFC 5626).
const certificate = selfSigned();
let office: Office;
type Turn = PromiseWithResolvers<void>;

beforeEach(async () => {
  office = await Office.open({ tls: { port: 0, certificate }, srtp: 'off' });
});
afterEach(() => office.close());

async function tlsPhone(username: string): Promise<Phone> {
  office.addExtension(username);
  const server = { host: '127.0.0.1', port: office.tlsPort, transport: 'tls' } as const;
  const trust = { authorities: certificate.certificate };
  return await Phone.start({ server, trust, username, password: PASSWORD, realm: REALM, tone: 425 });
}

const devicesOf = (endpointId: string) => office.pbx.endpoint(endpointId)?.devices.length;

test('a phone registers and talks by TLS, and its line is out of service when the connection goes', async () => {
  const states: string[] = [];
  office.pbx.onRegistrationChanged(({ endpointId, state }) => states.push(`${endpointId} ${state}`));
  const [one, other] = [await tlsPhone('2880'), await tlsPhone('2881')];
  const ringing = new Promise<Awaited<ReturnType<Phone['dial']>>>((resolve) => other.onIncoming(resolve));
  const call = await one.dial('2881');
  (await ringing).answer();
  await call.until('connected', 5_000);
  expect(office.store.bindings.size).toBe(2);
  for (const { source } of office.store.bindings.values()) expect(source.transport).toBe('tls');
  call.hangup();
  await office.quiet();
  await one.close();
  await eventually(() => devicesOf('2880') === 0, '2880 gone');
  expect(states).toEqual(['2880 idle', '2881 idle', '2880 outOfService']);
  await eventually(() => office.store.bindings.size === 1, 'only 2881 in the store');
  await other.close();
});

test('after a restart it does not ring, and is not in the store: it has to register again', async () => {
  const phone = await tlsPhone('2880');
  await office.restart();
  expect(office.pbx.endpoint('2880')).toMatchObject({ state: 'outOfService', devices: [] });
  expect(office.store.bindings.size).toBe(0);
  await phone.close();
});

test('behind a NAT, a phone on TCP is gone with its connection; one that listens stays', async () => {
  const hidden = await office.addDevice('2880', { transport: 'tcp', advertisedHost: '10.0.0.5' });
  const open = await office.addDevice('2881', { transport: 'tcp' });
  await Promise.all([hidden.close(), open.close()]);
  await eventually(() => devicesOf('2880') === 0, '2880 gone');
  expect(devicesOf('2881')).toBe(1);
});

test.each(['2880@127.0.0.1:%p;transport=tcp;ob', '2880@127.0.0.1:%p;ob;transport=tcp'])(
  'who asks for its connection to be used is gone with it: %s',
  async (contact) => {
    const device = await office.addDevice('2880', { transport: 'tcp', registered: false });
    await device.register({ Contact: `<sip:${contact.replace('%p', String(device.port))}>` });
    expect(devicesOf('2880')).toBe(1);
    await device.close();
    await eventually(() => devicesOf('2880') === 0, '2880 gone');
  },
);

test('on UDP, who asks for its own way to be used is called by it, whatever port its contact names', async () => {
  const device = await office.addDevice('2880', { registered: false });
  await device.register({ Contact: '<sip:2880@127.0.0.1:9;ob>' });
  await office.callIn('2880');
  expect((await device.rings()).request.uri).toBe('sip:2880@127.0.0.1:9;ob');
});

test('a phone whose connection goes while it rings rings no more, and the caller hears of it', async () => {
  const device = await office.addDevice('2880', { transport: 'tcp', advertisedHost: '10.0.0.5' });
  const caller = await office.callIn('2880');
  await device.rings();
  await device.close();
  await caller.until('ended', 5_000);
  await office.quiet();
});

test('a connection that goes while its registration is written leaves none behind', async () => {
  const device = await office.addDevice('2880', {
    transport: 'tcp',
    advertisedHost: '10.0.0.5',
    registered: false,
  });
  const [asked, gone, written] = [0, 1, 2].map(() => Promise.withResolvers<void>()) as [Turn, Turn, Turn];
  const save = office.store.saveBinding.bind(office.store);
  office.store.saveBinding = async (binding) => {
    asked.resolve();
    await gone.promise;
    await save(binding);
    written.resolve();
  };
  void device.register();
  await asked.promise;
  await device.close();
  // What the PBX hears of this connection it hears before a new one.
  await (await office.addDevice('2881', { transport: 'tcp', registered: false })).register({ Expires: '0' });
  gone.resolve();
  await written.promise;
  await eventually(() => office.store.bindings.size === 0, 'and forgotten');
  expect(devicesOf('2880')).toBe(0);
});
