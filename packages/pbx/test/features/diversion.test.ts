import { SipEndpoint } from '@cordboard/sip';
import { afterEach, expect, test } from 'vitest';
import { failed } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;

afterEach(() => office.close());

test('a telephone sees who has sent the call on, the last one first (RFC 5806)', async () => {
  office = await Office.open({ publicHost: '127.0.0.1' });
  const caller = await office.addDevice('2800');
  const device = await office.addDevice('2882');
  await office.addPhone('2881');
  office.addExtension('2880');
  office.pbx.features.setEndpoint('2880', { dnd: false, forwarding: { always: '2881' } });
  office.pbx.features.setEndpoint('2881', { dnd: true, forwarding: { busy: '2882' } });
  caller.dial('2880');
  const { request } = await device.rings();
  expect(request.headers.all('diversion')).toEqual([
    '<sip:2881@127.0.0.1>;reason=do-not-disturb;counter=1',
    '<sip:2880@127.0.0.1>;reason=unconditional;counter=1',
  ]);
});

test('the trunk sees it too; a call that nobody sent on bears nothing', async () => {
  const trunk = new SipEndpoint();
  const { port } = await trunk.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  try {
    office = await Office.open({ trunk: { port } });
    const seen: string[][] = [];
    trunk.onInvite((invite) => {
      seen.push(invite.request.headers.all('diversion'));
      invite.reject(486);
    });
    const caller = await office.addDevice('2800');
    office.addExtension('2880');
    office.pbx.features.setEndpoint('2880', { dnd: false, forwarding: { notReachable: '+16135550123' } });
    await failed(caller.dial('2880'));
    await failed(caller.dial('+16135550123'));
    await eventually(() => seen.length === 2, 'both calls');
    expect(seen).toEqual([[expect.stringMatching(/^<sip:2880@.*>;reason=unavailable;counter=1$/)], []]);
  } finally {
    await trunk.close();
  }
});
