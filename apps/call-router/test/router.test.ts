import { expect, test, vi } from 'vitest';
import { startRouter } from '../src/index.ts';
import { ManualClock } from './support/manual-clock.ts';
import { ringing } from './support/platform.ts';
import { rulesFileWith, rulesText, running, startPlatform } from './support/router.ts';

test('subscribes to the ringing calls of its lines, as in the tutorial', async () => {
  const { platform, router } = await running();
  expect(platform.latest).toMatchObject({
    deviceId: router.webhookUrl,
    transport: 'webhook',
    topic: 'platform-api-media',
    subjectFilter: '^/2017-09-01/endpoints/(?:2880)/calls/',
    publicationFilter: "$.publications[?(@.content.state == 'ringing')]",
    methodFilter: 'PUT',
  });
  expect(router.subscriptionId).toBe(platform.latest.subscriptionId);
});

test('redirects a ringing call by the area code of its caller', async () => {
  const { platform, report, router } = await running();
  expect(await platform.deliver({ callId: '23' })).toBe(200);
  await vi.waitFor(() => expect(report.calls).toHaveLength(1));
  expect(platform.actions).toEqual([
    { path: '/endpoints/2880/calls/23', body: { action: 'redirect', destination: '2881' } },
  ]);
  expect(report.calls[0]).toBe('call 2880/23 from +1 613 555 0100 "Outside Caller" | rule Ottawa -> 2881 | redirected');
  expect(router.decisions).toMatchObject([{ endpointId: '2880', callId: '23', rule: 'Ottawa', result: 'redirected' }]);
});

test.each([
  ['another area code', { from: '+15195550100' }, 'rule default -> 2882 | redirected'],
  ['a rule that says stay', { from: '+14185550100' }, 'rule Wait -> stay | left ringing'],
  [
    'a rule that leads to the same line',
    { from: '+15145550100' },
    'rule Home -> 2880 | left ringing: it rings there already',
  ],
  ['an extension', { from: '2884' }, 'no rule asked | left alone: the caller is no outside number'],
  ['a withheld number', { from: 'anonymous' }, 'no rule asked | left alone: the caller is no outside number'],
  ['no number', { from: undefined }, 'no rule asked | left alone: the caller is no outside number'],
  ['a call redirected already', { cause: 'redirected' }, 'no rule asked | left alone: not a new call: redirected'],
  ['an outbound call', { direction: 'outbound' }, 'no rule asked | left alone: not an inbound call'],
  ['a colleague', { fromPrincipalId: 'u1' }, 'no rule asked | left alone: the caller is a colleague'],
])('%s', async (_, change, expected) => {
  const { platform, report } = await running();
  await platform.deliver(change);
  await vi.waitFor(() => expect(report.calls).toHaveLength(1));
  expect(report.calls[0]!.split(' | ').slice(1).join(' | ')).toBe(expected);
  expect(platform.actions).toHaveLength(expected.endsWith('redirected') && expected.startsWith('rule') ? 1 : 0);
});

test('calls that do not ring, and other lines, are not looked at', async () => {
  const { platform, report } = await running();
  expect(await platform.deliver({ callId: '1', state: 'connected' })).toBe(200);
  expect(await platform.deliver({ callId: '2', endpointId: '2999' })).toBe(200);
  await platform.deliver({ callId: '3' });
  await vi.waitFor(() => expect(report.calls).toHaveLength(1));
  expect(platform.actions.map(({ path }) => path)).toEqual(['/endpoints/2880/calls/3']);
});

test('a webhook that comes twice is done once, and answered both times', async () => {
  const { platform, report } = await running();
  const statuses = [await platform.deliver({}, { id: 'one' }), await platform.deliver({}, { id: 'one' })];
  // The same call in another webhook, as two subscriptions give during a renewal.
  statuses.push(await platform.deliver({}, { id: 'two' }), await platform.deliver({ callId: '24' }, { id: 'three' }));
  // The id decides, whatever the body says.
  statuses.push(await platform.deliver({ callId: '25' }, { id: 'three' }));
  statuses.push(await platform.deliver({ callId: '26' }));
  expect(statuses).toEqual(Array(6).fill(200));
  await vi.waitFor(() => expect(report.calls).toHaveLength(3));
  const paths = ['23', '24', '26'].map((callId) => `/endpoints/2880/calls/${callId}`);
  expect(platform.actions.map(({ path }) => path)).toEqual(paths);
});

test('a forged webhook is refused with 401', async () => {
  const { platform, report } = await running();
  const secret = `whsec_${Buffer.from('not the secret at all').toString('base64')}`;
  expect(await platform.deliver({}, { secret })).toBe(401);
  expect(await platform.deliver({}, { tampered: true })).toBe(401);
  const unsigned = await fetch(platform.latest.deviceId, { method: 'POST', body: '{}' });
  expect([unsigned.status, await unsigned.text()]).toEqual([401, 'missingHeader\n']);
  expect(report.warnings).toHaveLength(3);
  expect(platform.actions).toEqual([]);
});

test('an old webhook is refused', async () => {
  const { platform } = await running();
  platform.now = () => Date.now() - 400_000;
  expect(await platform.deliver({})).toBe(401);
});

test('strange requests to the receiver do no harm', async () => {
  const { platform } = await running();
  const { origin } = new URL(platform.latest.deviceId);
  expect((await fetch(`${origin}/health`)).status).toBe(200);
  expect((await fetch(`${origin}/calls`)).status).toBe(405);
  expect((await fetch(`${origin}/calls`, { method: 'POST', body: 'x'.repeat(300_000) })).status).toBe(413);
  expect(await platform.deliver({})).toBe(200);
});

test('a redirect that fails is logged with the words of the platform; the call is left ringing', async () => {
  const { platform, report } = await running();
  const message = 'The call 23 is not ringing any more.';
  platform.redirect = { status: 409, body: { name: 'Conflict', message, code: 'wrong_call_state' } };
  await platform.deliver({});
  await vi.waitFor(() => expect(report.calls).toHaveLength(1));
  expect(report.calls[0]).toContain(`rule Ottawa -> 2881 | failed: ${message} (409 wrong_call_state)`);
  expect(platform.actions).toHaveLength(1);
});

test('a name cannot write lines of its own', async () => {
  const { platform, report } = await running();
  await platform.deliver({ fromName: 'Eve\n2026 call 1/1 redirected\u001b[31m\u202e' });
  await vi.waitFor(() => expect(report.calls).toHaveLength(1));
  expect(report.calls[0]).toContain('"Eve?2026 call 1/1 redirected?[31m?"');
});

test('calls that rang before the router came are routed too', async () => {
  const platform = await startPlatform();
  platform.calls.set('2880', [
    { ...ringing, callId: '7', _links: { self: '/' } },
    { ...ringing, callId: '8', state: 'connected', _links: { self: '/' } },
  ]);
  const { report } = await running({ platform });
  await vi.waitFor(() => expect(report.calls).toHaveLength(1));
  await platform.deliver({ callId: '7' });
  await platform.deliver({ callId: '9' });
  await vi.waitFor(() => expect(report.calls).toHaveLength(2));
  expect(platform.actions.map(({ path }) => path)).toEqual(['/endpoints/2880/calls/7', '/endpoints/2880/calls/9']);
});

test('a line that the platform does not have is named', async () => {
  const rulesFile = await rulesFileWith('endpoints: ["2880", "2899"]\ncountry: CA');
  const { report } = await running({ rulesFile });
  await vi.waitFor(() => expect(report.warnings).toEqual(['the platform has no endpoint 2899 yet']));
});

test('what a killed run left behind is removed at the start, and everything at the end', async () => {
  const platform = await startPlatform();
  const publicUrl = 'http://router.example/calls';
  const other = { ...platform.latest, subscriptionId: 'other', deviceId: 'http://elsewhere.example/' };
  platform.subscriptions.set('left', { ...other, subscriptionId: 'left', deviceId: publicUrl });
  platform.subscriptions.set('other', other);
  const { router } = await running({ platform, publicUrl });
  expect([...platform.subscriptions.keys()]).toEqual(['other', router.subscriptionId]);
  await router.close();
  expect([...platform.subscriptions.keys()]).toEqual(['other']);
  expect(platform.signedOut).toBe(1);
});

test('close waits for the calls that are being routed', async () => {
  const { platform, router } = await running();
  const { promise, resolve: release } = Promise.withResolvers<void>();
  platform.hold = promise;
  await platform.deliver({});
  await vi.waitFor(() => expect(platform.actions).toHaveLength(1));
  const closing = router.close();
  await vi.waitFor(() => expect(platform.subscriptions.size).toBe(0));
  const early = vi.waitFor(() => expect(platform.signedOut).toBe(1), { timeout: 200 });
  await expect(early).rejects.toThrow();
  release();
  await closing;
  expect(router.decisions).toMatchObject([{ result: 'redirected' }]);
  expect(platform.signedOut).toBe(1);
});

test.each([
  ['a wrong password', { password: 'wrong' }, 'User name or password is wrong.'],
  ['no platform', { url: 'http://127.0.0.1:9' }, 'No answer from http://127.0.0.1:9'],
  ['no rules', { rulesFile: '/nowhere/rules.yaml' }, 'The rules file /nowhere/rules.yaml cannot be read'],
])('does not start with %s', async (_, change, expected) => {
  const platform = await startPlatform();
  const rulesFile = await rulesFileWith(rulesText);
  const listen = { host: '127.0.0.1', port: 0 };
  const options = { url: platform.url, username: 'a', password: 'right', rulesFile, listen, clock: new ManualClock() };
  await expect(startRouter({ ...options, ...change })).rejects.toThrow(expected);
  expect(platform.made).toEqual([]);
});

test('a refused subscription ends the start, and leaves nothing open', async () => {
  const platform = await startPlatform();
  platform.subscriptionsFail = { status: 403, body: { name: 'Forbidden', message: 'Not you.' } };
  await expect(running({ platform })).rejects.toThrow('Not you.');
  expect(platform.signedOut).toBe(1);
});
