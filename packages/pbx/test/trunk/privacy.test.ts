import { SipEndpoint } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Office } from '../support/office.ts';

// A caller who hides (RFC 3323, RFC 3325) is hidden from phones and programs, whatever a trusted trunk tells of him.
let office: Office;
let trunk: SipEndpoint;

beforeEach(async () => {
  trunk = new SipEndpoint();
  const { port } = await trunk.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  office = await Office.open({ trunk: { port } });
});

afterEach(async () => {
  await trunk.close();
  await office.close();
});

const calls = (headers: Record<string, string>) =>
  trunk.invite({
    uri: `sip:2880@127.0.0.1:${office.port}`,
    from: { uri: 'sip:+16135550199@x', displayName: 'Ann' },
    headers: { 'P-Asserted-Identity': '"Ann" <sip:+16135550199@x>', ...headers },
  });

test.each(['id', 'user; critical', 'none, header'])('Privacy: %s', async (privacy) => {
  const device = await office.addDevice('2880');
  calls({ Privacy: privacy });
  const { request } = await device.rings();
  expect(request.head.from).toMatchObject({ uri: 'sip:anonymous@anonymous.invalid', displayName: 'Anonymous' });
  expect([...request.headers.entries()].join()).not.toContain('16135550199');
  expect(office.pbx.calls('2880')[0]?.from).toEqual({ number: 'anonymous' });
});

test('Privacy: none hides nobody', async () => {
  const device = await office.addDevice('2880');
  calls({ Privacy: 'none' });
  expect((await device.rings()).request.head.from.uri).toBe('sip:+16135550199@127.0.0.1');
});
