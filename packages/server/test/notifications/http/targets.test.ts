import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../../media/support/api.ts';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';
import { until } from '../../media/support/until.ts';
import { Receiver } from '../support/receiver.ts';

const subscription = (deviceId: unknown) => ({
  applicationId: 'test',
  deviceId,
  transport: 'webhook',
  topic: 'platform-api-admin',
  subjectFilter: '/users/',
});

/** Where a webhook may go: never, to the public, or where CORDBOARD_WEBHOOK_ALLOW lets it. */
type Verdict = 'target_refused' | 'invalid_request' | 'allowed';

describe('webhooks of a server that allows nothing private', () => {
  let company: Company;
  let api: Api;
  beforeAll(async () => {
    company = await Company.temporary({ webhookAllow: [] });
    api = await company.as(people.ada);
  });
  afterAll(() => company.close());

  const rows: readonly (readonly [url: string, Verdict])[] = [
    ['https://hooks.example.com/in?key=1#part', 'allowed'],
    ['http://hooks.example.com/', 'allowed'],
    ['https://hooks.example.com:8443/', 'allowed'],
    ['HTTPS://HOOKS.EXAMPLE.COM/', 'allowed'],
    ['https://93.184.215.14/', 'allowed'],
    ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', 'allowed'],
    ['https://bücher.example/', 'allowed'],
    // Loopback, in each spelling that a URL has.
    ['http://127.0.0.1/', 'target_refused'],
    ['http://127.255.255.254:8080/', 'target_refused'],
    ['http://127.1/', 'target_refused'],
    ['http://2130706433/', 'target_refused'],
    ['http://0x7f000001/', 'target_refused'],
    ['http://0x7f.0.0.1/', 'target_refused'],
    ['http://017700000001/', 'target_refused'],
    ['http://0177.0.0.1/', 'target_refused'],
    ['http://%31%32%37.0.0.1/', 'target_refused'],
    ['http://①②⑦.⓪.⓪.①/', 'target_refused'],
    ['http://127。0。0。1/', 'target_refused'],
    ['http://127.0.0.1./', 'target_refused'],
    ['http://localhost/', 'target_refused'],
    ['http://LocalHost.:3000/', 'target_refused'],
    ['http://anything.localhost/', 'target_refused'],
    ['http://0/', 'target_refused'],
    ['http://[::1]/', 'target_refused'],
    ['http://[0:0:0:0:0:0:0:1]/', 'target_refused'],
    ['http://[::]/', 'target_refused'],
    ['http://[::ffff:127.0.0.1]/', 'target_refused'],
    ['http://[::127.0.0.1]/', 'target_refused'],
    ['http://[64:ff9b::127.0.0.1]/', 'target_refused'],
    ['http://[2002:7f00:1::]/', 'target_refused'],
    // Private, link-local and the metadata of clouds, shared, special, multicast.
    ['http://10.0.0.1/', 'target_refused'],
    ['http://172.16.0.1/', 'target_refused'],
    ['http://172.31.255.255/', 'target_refused'],
    ['http://172.32.0.1/', 'allowed'],
    ['http://192.168.0.1/', 'target_refused'],
    ['http://169.254.169.254/latest/meta-data/', 'target_refused'],
    ['http://[::ffff:169.254.169.254]/', 'target_refused'],
    ['http://100.100.100.200/', 'target_refused'],
    ['http://198.18.0.1/', 'target_refused'],
    ['http://192.0.2.1/', 'target_refused'],
    ['http://224.0.0.1/', 'target_refused'],
    ['http://255.255.255.255/', 'target_refused'],
    ['http://[fe80::1]/', 'target_refused'],
    ['http://[fc00::1]/', 'target_refused'],
    ['http://[fd00:ec2::254]/', 'target_refused'],
    ['http://[ff02::1]/', 'target_refused'],
    ['http://[2001:db8::1]/', 'target_refused'],
    // What looks like something else.
    ['http://hooks.example.com@127.0.0.1/', 'invalid_request'],
    ['http://127.0.0.1#@hooks.example.com/', 'target_refused'],
    ['http://127.0.0.1\\@hooks.example.com/', 'target_refused'],
    ['https://user:secret@hooks.example.com/', 'invalid_request'],
    ['https://user@hooks.example.com/', 'invalid_request'],
    ['ftp://hooks.example.com/', 'invalid_request'],
    ['file:///etc/passwd', 'invalid_request'],
    ['javascript:alert(1)', 'invalid_request'],
    ['unix:/var/run/docker.sock', 'invalid_request'],
    ['//hooks.example.com/', 'invalid_request'],
    ['hooks.example.com', 'invalid_request'],
    ['http://', 'invalid_request'],
    ['http://hooks.example.com:99999/', 'invalid_request'],
    ['http://999.1.1.1/', 'invalid_request'],
    ['http://[::g]/', 'invalid_request'],
    ['', 'invalid_request'],
    [`https://hooks.example.com/${'x'.repeat(2_048)}`, 'invalid_request'],
  ];

  test.each(rows)('%s: %s', async (url, verdict) => {
    const { status, body } = await api.post('/subscriptions', subscription(url));
    if (verdict === 'allowed') {
      expect([status, body.deviceId]).toEqual([201, url]);
    } else {
      expect([status, body.code, body.param]).toEqual([400, verdict, 'deviceId']);
      // The words never repeat credentials.
      expect(body.message).not.toContain('secret');
    }
  });

  test.each([[7], [null], [['http://hooks.example.com/']], [undefined]])('%j is no URL', async (deviceId) => {
    const { status, body } = await api.post('/subscriptions', subscription(deviceId));
    expect([status, body.code, body.param]).toEqual([400, 'invalid_request', 'deviceId']);
  });
});

describe('CORDBOARD_WEBHOOK_ALLOW opens just its ranges', () => {
  let company: Company;
  let api: Api;
  beforeAll(async () => {
    company = await Company.temporary({ webhookAllow: ['127.0.0.1/32', '10.1.0.0/16', 'fd12::/16'] });
    api = await company.as(people.admin);
  });
  afterAll(() => company.close());

  test.each([
    ['http://127.0.0.1:8080/', 201],
    ['http://2130706433/', 201],
    ['http://[::ffff:127.0.0.1]/', 201],
    ['http://localhost/', 201],
    ['http://127.0.0.2/', 400],
    ['http://10.1.255.1/', 201],
    ['http://10.2.0.1/', 400],
    ['http://[fd12:1::1]/', 201],
    ['http://[fd13::1]/', 400],
    ['http://[::1]/', 400],
    ['http://169.254.169.254/', 400],
    ['https://hooks.example.com/', 201],
  ])('%s: %i', async (url, expected) => {
    const { status, body } = await api.post('/subscriptions', subscription(url));
    expect(status).toBe(expected);
    if (status === 201) await api.delete(`/subscriptions/${body.subscriptionId}`);
  });

  test('a redirect leads nowhere, not even to a place that is allowed', async () => {
    const receiver = await Receiver.start();
    const elsewhere = await Receiver.start();
    receiver.reply = () => ({ status: 307, headers: { location: elsewhere.url } });
    await api.post('/subscriptions', subscription(receiver.url));
    await api.put('/accounts/a-1/users/u-ben', { name: 'Ben' });
    await until(() => receiver.received.length >= 2, 'another attempt');
    expect(elsewhere.received).toEqual([]);
    await Promise.all([receiver.close(), elsewhere.close()]);
  });
});
