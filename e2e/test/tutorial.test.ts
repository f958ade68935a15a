import { Phone, type PhoneCall } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { type Received, WebhookReceiver } from '../support/webhook-receiver.ts';

// "Call Control" and "Incoming/Ringing Call", request for request, on our own phones with real RTP.
// Each party plays a tone of its own, so that who hears whom is measured and not believed.
const tones = { outside: 425, '2880': 600, '2881': 900, '2882': 1_200 };

describe('the tutorials, literally', () => {
  let server: ServerProcess;
  let api: Api;
  let receiver: WebhookReceiver;
  let outside: Phone;
  const phones: Record<string, Phone> = {};
  const rang: Record<string, PhoneCall[]> = { '2880': [], '2881': [], '2882': [] };

  beforeAll(async () => {
    server = await ServerProcess.start();
    receiver = await WebhookReceiver.start();
    api = await Api.signIn(server);
    for (const extension of ['2880', '2881', '2882'] as const) {
      const { username, password, realm } = await api.createPhone(extension);
      const phone = await Phone.start({
        server: server.sip,
        username,
        password,
        realm,
        talk: true,
        tone: tones[extension],
      });
      phone.onIncoming((call) => rang[extension]?.push(call));
      phones[extension] = phone;
    }
    outside = await Phone.start({
      server: server.sip,
      username: '+16135550100',
      password: '',
      register: false,
      localPort: server.trunk.port,
      tone: tones.outside,
    });
  }, 60_000);

  afterAll(async () => {
    await Promise.all([...Object.values(phones), outside].map((phone) => phone?.close()));
    await receiver?.close();
    await server?.remove();
  });

  let caller: PhoneCall;
  let webhook: Received;
  let first: { callId: string };
  let consultation: { callId: string };
  const action = (endpointId: string, callId: string, body: object) =>
    api.call('PUT', `/endpoints/${endpointId}/calls/${callId}`, body);

  test('step 1: a subscription to ringing calls answers 201 with its expiry', async () => {
    const answer = await api.call('POST', '/subscriptions', {
      applicationId: '5c8ac7ad-3a0e-4b7c-9d5e-6ef0a4c1d2b3',
      deviceId: receiver.url,
      transport: 'webhook',
      topic: 'platform-api-media',
      subjectFilter: '/2017-09-01/endpoints/288[0-9]',
      publicationFilter: "$.publications[?(@.content.state == 'ringing')]",
    });
    expect(answer.status).toBe(201);
    expect(answer.body.subscriptionId).toMatch(/^[0-9a-f]{32}$/);
    expect(Date.parse(answer.body.expiryDateTime)).toBeGreaterThan(Date.now());
  });

  test('a call from outside rings 2880 and the webhook tells it', async () => {
    caller = await outside.dial('2880');
    await until(() => rang['2880']?.[0], '2880 ringing');
    expect(rang['2880']?.[0]?.remote.number).toBe('+16135550100');

    webhook = await receiver.next((body) => body.content.endpointId === '2880');
    const { content, subject } = webhook.body;
    first = { callId: content.callId.split('/').at(-1) };
    expect(webhook.body).toMatchObject({
      topic: 'platform-api-media',
      method: 'PUT',
      subject: `/2017-09-01/endpoints/2880/calls/${first.callId}`,
      publisher: { accountId: api.accountId },
      subscription: { subscriptionId: expect.any(String) },
      notification: { createdOn: expect.any(String), correlationId: expect.any(String) },
    });
    expect(content).toMatchObject({
      callId: `endpoints/2880/calls/${first.callId}`,
      state: 'ringing',
      cause: 'newCall',
      direction: 'inbound',
      from: '+16135550100',
      to: '2880',
      isCtiEvent: true,
      eventType: 'CallStateNotification',
      accountId: api.accountId,
      _links: { self: subject },
    });
    expect(webhook.headers['x-mitel-application-id']).toBe('5c8ac7ad-3a0e-4b7c-9d5e-6ef0a4c1d2b3');
    expect(webhook.headers['webhook-signature']).toMatch(/^v1,/);
  });

  test('step 2: redirect makes 2881 ring under a new callId and 2880 stop', async () => {
    const answer = await action('2880', first.callId, { action: 'redirect', destination: '2881' });
    expect(answer.status).toBe(200);
    await until(() => rang['2881']?.[0], '2881 ringing');
    await rang['2880']?.[0]?.until('ended', 3_000);
    expect(await api.calls('2880')).toEqual([]);

    const told = await receiver.next((body) => body.content.endpointId === '2881');
    const callId = told.body.content.callId.split('/').at(-1);
    expect(callId).not.toBe(first.callId);
    expect(told.body.content).toMatchObject({ state: 'ringing', cause: 'redirected', from: '+16135550100' });
    first = { callId };
  });

  test('step 3: answer answers the phone of 2881, with audio both ways', async () => {
    const answer = await action('2881', first.callId, { action: 'answer' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'connected' });
    const callee = rang['2881']?.[0] as PhoneCall;
    await callee.until('connected', 3_000);
    await callee.untilHears(tones.outside, 5_000);
    await caller.untilHears(tones['2881'], 5_000);
    expect(callee.heard().packetsReceived).toBeGreaterThan(5);
    expect(caller.heard().packetsReceived).toBeGreaterThan(5);
  });

  test('step 4: consult gives 2881 a second call', async () => {
    const answer = await action('2881', first.callId, { action: 'consult', args: '2882' });
    expect(answer.status).toBe(200);
    await until(() => rang['2882']?.[0], '2882 ringing');
    const calls = await api.calls('2881');
    expect(calls).toHaveLength(2);
    expect(calls.find((call) => call.callId === first.callId)).toMatchObject({ state: 'held' });
    consultation = calls.find((call) => call.callId !== first.callId);
    expect(consultation).toMatchObject({ direction: 'outbound', to: '2882' });

    const [ringing] = await api.calls('2882');
    expect((await action('2882', ringing.callId, { action: 'answer' })).status).toBe(200);
    await rang['2882']?.[0]?.untilHears(tones['2881'], 5_000);
    await rang['2881']?.[0]?.untilHears(tones['2882'], 5_000);
  });

  test('step 4: supervisedTransfer joins the outside caller and 2882, and frees 2881', async () => {
    const answer = await action('2881', consultation.callId, { action: 'supervisedTransfer', args: first.callId });
    expect(answer.status).toBe(200);
    await caller.untilHears(tones['2882'], 5_000);
    await rang['2882']?.[0]?.untilHears(tones.outside, 5_000);
    await rang['2881']?.[0]?.until('ended', 3_000);
    expect(await api.calls('2881')).toEqual([]);
    expect(await api.calls('2882')).toMatchObject([{ state: 'connected', cause: 'transfer', from: '+16135550100' }]);
  });

  test('hanging up leaves nothing behind', async () => {
    caller.hangup();
    await rang['2882']?.[0]?.until('ended', 3_000);
    await until(async () => (await api.calls('2882')).length === 0, 'no call left at 2882');
    expect(await server.end()).toBe(0);
  });
});
