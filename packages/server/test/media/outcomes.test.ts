import { createHmac } from 'node:crypto';
import type { Phone } from '@cordboard/phone';
import { beforeEach, expect, test } from 'vitest';
import { Receiver } from '../notifications/support/receiver.ts';
import { eachPlace } from '../support/storage.ts';
import { Company } from './support/company.ts';
import { people } from './support/people.ts';
import { until } from './support/until.ts';

const { ada, ben } = people;

eachPlace('a program that wants to be told what became of its call', (makePlace) => {
  let company: Company;
  let receiver: Receiver;
  let callee: Phone;
  let successUrl: string;
  let failureUrl: string;

  beforeEach(async () => {
    receiver = await Receiver.start();
    [successUrl, failureUrl] = [`${receiver.url}/success?of=4711`, `${receiver.url}/failure`];
    company = await Company.open(await makePlace());
    await company.phone(ada, { autoAnswer: true });
    callee = await company.phone(ben);
    return async () => {
      await company.close();
      await receiver.close();
    };
  });

  const make = async (body: object) => await (await company.as(ada)).post('/endpoints/2880/calls', body);
  const rings = () => until(() => callee.calls.find(({ state }) => state === 'ringing'), 'the callee ringing');
  const told = () => until(() => receiver.received.at(-1), 'the outcome');
  const forgotten = () =>
    until(async () => {
      const rows = await company.context.storage.read.selectFrom('commandOutcomes').selectAll().execute();
      return rows.length === 0;
    }, 'nothing left to tell');

  test('is told when the callee answers, signed, and once', async () => {
    const { body: call } = await make({ to: '2881', successUrl, failureUrl });
    const ringing = await rings();
    expect(receiver.received).toEqual([]);
    ringing.answer();
    const { path, headers, body, text } = await told();
    expect(path).toBe('/hook/success?of=4711');
    expect(body).toMatchObject({
      outcome: 'success',
      endpointId: '2880',
      call: { ...call, extraPbxData: expect.any(String) },
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-mitel-application-id': ada.userId,
      'x-mitel-signature': createHmac('sha256', ada.userId).update(text).digest('hex'),
      'webhook-id': expect.stringMatching(/./),
      'webhook-timestamp': expect.stringMatching(/^\d+$/),
    });
    await forgotten();
    await company.quiet();
    expect(receiver.received).toHaveLength(1);
  });

  test('is told at successUrl of a failure too, when there is no other, and why', async () => {
    const { body: call } = await make({ to: '2881', successUrl });
    (await rings()).reject();
    expect((await told()).body).toMatchObject({
      outcome: 'failure',
      error: { code: 'phone_refused', message: expect.stringContaining('busy') },
      call: { callId: call.callId, state: 'idle' },
    });
    await forgotten();
  });

  test('is told of a command that is answered with an error', async () => {
    expect(await make({ to: '2882', successUrl, failureUrl })).toMatchObject({ status: 409 });
    const { path, body } = await told();
    expect([path, body.outcome, body.error]).toEqual([
      '/hook/failure',
      'failure',
      expect.objectContaining({ code: 'endpoint_unreachable' }),
    ]);
  });

  test('that asks for failures only hears of no success', async () => {
    await make({ to: '2881', failureUrl });
    (await rings()).answer();
    await forgotten();
    expect(receiver.received).toEqual([]);
  });

  test('is told again, the same, until it takes it; a redirect is no taking', async () => {
    receiver.reply = () =>
      receiver.received.length === 1
        ? { status: 302, headers: { location: `${receiver.url}/elsewhere` } }
        : { status: 204 };
    await make({ to: '2881', successUrl });
    (await rings()).answer();
    await forgotten();
    const [first, second] = receiver.received;
    expect(receiver.received).toHaveLength(2);
    expect([second?.path, second?.text, second?.headers['webhook-id']]).toEqual([
      '/hook/success?of=4711',
      first?.text,
      first?.headers['webhook-id'],
    ]);
  });

  test('is told of a bridge when it stands', async () => {
    await company.callIn(ada);
    const associatedCallId = await company.callId(ada, 'connected');
    await make({ to: '2881', executeOnAnswer: 'bridge', associatedCallId, successUrl, failureUrl });
    (await rings()).answer();
    const { path, body } = await told();
    expect(path).toContain('success');
    expect(body).toMatchObject({ outcome: 'success', call: { state: 'idle', cause: 'transfer' } });
  });

  test('is told of a bridge to a call that is gone', async () => {
    const caller = await company.callIn(ada);
    const associatedCallId = await company.callId(ada, 'connected');
    await make({ to: '2881', executeOnAnswer: 'bridge', associatedCallId, successUrl, failureUrl });
    caller.hangup();
    await until(() => company.context.gateway.pbx.call('2880', associatedCallId) === undefined, 'the call gone');
    (await rings()).answer();
    const { path, body } = await told();
    expect(path).toBe('/hook/failure');
    expect(body).toMatchObject({ error: { code: 'unknown_call' }, call: { state: 'connected' } });
  });
});
