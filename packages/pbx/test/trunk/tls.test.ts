import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SipEndpoint } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selfSigned } from '../../../sip/test/support/certificate.ts';
import { sdpAnswer } from '../support/device.ts';
import { Office } from '../support/office.ts';

const HOST = '127.0.0.1';
const trusted = getCACertificates('default');
let office: Office;
let carrier: SipEndpoint;
let port: number;

beforeEach(async () => {
  const own = selfSigned();
  setDefaultCACertificates([...trusted, own.certificate]);
  carrier = new SipEndpoint();
  port = (await carrier.listen({ transport: 'tls', host: HOST, port: 0, certificate: own })).port;
  carrier.onInvite((invite) => {
    if (invite.flow.transport === 'tls') invite.answer({ body: sdpAnswer(invite) });
    else invite.reject(500);
  });
  office = await Office.open({ trunk: false });
  office.pbx.trunks.set({
    trunkId: 't',
    name: 'Carrier',
    host: HOST,
    port,
    transport: 'tls',
    mode: 'static',
    trusted: false,
    callerId: 'endpoint',
    numberFormat: 'e164',
    enabled: true,
  });
});

afterEach(async () => {
  setDefaultCACertificates(trusted);
  await office.close();
  await carrier.close();
});

test('a trunk on TLS carries calls', async () => {
  const phone = await office.addPhone('2880');
  await (await phone.dial('+16135550100')).until('connected', 5_000);
  expect(office.pbx.trunks.state('t')?.up).toBe(true);
});

test('a trunk whose certificate nobody vouches for is not trusted with a call', async () => {
  setDefaultCACertificates(trusted);
  const phone = await office.addPhone('2880');
  const call = await phone.dial('+16135550100');
  await call.until('ended', 5_000);
  expect([call.status, office.pbx.trunks.state('t')?.up]).toEqual([503, false]);
});
