import { randomBytes } from 'node:crypto';
import { callEventOf, verifyWebhook, WebhookVerificationError, webhookId } from '@cordboard/sdk';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';

const now = Date.parse('2026-11-24T12:00:00Z');
const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`;
const secret = newSecret();
const publication = {
  publicationId: 'p1',
  topic: 'platform-api-media',
  method: 'PUT',
  subject: '/2017-09-01/endpoints/2880/calls/23',
  content: { state: 'ringing', fromName: 'Zoë ☎', callId: 'endpoints/2880/calls/23' },
};
const rawBody = JSON.stringify(publication);

/** Headers as the reference implementation signs them. */
function signed(body = rawBody, { secrets = [secret], at = now, id = 'msg_1' } = {}) {
  const signatures = secrets.map((one) => new Webhook(one).sign(id, new Date(at), body));
  return {
    'Webhook-Id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}

function problemOf(webhook: Parameters<typeof verifyWebhook>[0]): string {
  try {
    verifyWebhook({ now, ...webhook });
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.problem;
    throw error;
  }
  return 'none';
}

describe('takes what the reference implementation signed', () => {
  test.each([
    ['text', rawBody],
    ['bytes', Buffer.from(rawBody)],
  ])('as %s', (_, body) => {
    expect(verifyWebhook({ headers: signed(), rawBody: body, secret, now })).toEqual(publication);
    expect(verifyWebhook({ headers: new Headers(signed()), rawBody: body, secret, now })).toEqual(publication);
  });

  test('by the clock of the system', () => {
    expect(verifyWebhook({ headers: signed(rawBody, { at: Date.now() }), rawBody, secret })).toEqual(publication);
  });

  test('with both secrets while the sender rotates, and while the receiver does', () => {
    const [old, next] = [newSecret(), newSecret()];
    const both = signed(rawBody, { secrets: [old, next] });
    expect(problemOf({ headers: both, rawBody, secret: old })).toBe('none');
    expect(problemOf({ headers: both, rawBody, secret: next })).toBe('none');
    expect(problemOf({ headers: signed(rawBody, { secrets: [next] }), rawBody, secret: [old, next] })).toBe('none');
    expect(problemOf({ headers: both, rawBody, secret: newSecret() })).toBe('wrongSignature');
  });

  test('beside signatures of other versions', () => {
    const headers = signed();
    headers['webhook-signature'] = `v1a,AAAA v2,BBBB v1,short ${headers['webhook-signature']}`;
    expect(problemOf({ headers, rawBody, secret })).toBe('none');
  });
});

describe('refuses', () => {
  test.each([
    ['another body', { rawBody: `${rawBody} ` }],
    ['another secret', { secret: newSecret() }],
    ['another id', { headers: { ...signed(), 'Webhook-Id': 'msg_2' } }],
    ['another time', { headers: { ...signed(), 'webhook-timestamp': String(now / 1_000 + 1) } }],
    ['an empty signature', { headers: { ...signed(), 'webhook-signature': 'v1,' } }],
    ['another version with the right signature', { headers: { ...signed(), 'webhook-signature': 'v2' } }],
  ])('%s', (_, change) => {
    expect(problemOf({ headers: signed(), rawBody, secret, ...change })).toBe('wrongSignature');
  });

  test.each([
    [-300, 'none'],
    [-301, 'tooOld'],
    [300, 'none'],
    [301, 'tooNew'],
  ])('a time %i s from ours: %s', (seconds, problem) => {
    expect(problemOf({ headers: signed(rawBody, { at: now + seconds * 1_000 }), rawBody, secret })).toBe(problem);
  });

  test('a tolerance of the caller', () => {
    const headers = signed(rawBody, { at: now - 11_000 });
    expect(problemOf({ headers, rawBody, secret, toleranceSeconds: 10 })).toBe('tooOld');
  });

  test.each(['Webhook-Id', 'webhook-timestamp', 'webhook-signature'])('no %s', (name) => {
    expect(problemOf({ headers: { ...signed(), [name]: undefined }, rawBody, secret })).toBe('missingHeader');
  });

  test.each(['soon', '1e9', '-5', ' '])('the timestamp "%s"', (timestamp) => {
    expect(problemOf({ headers: { ...signed(), 'webhook-timestamp': timestamp }, rawBody, secret })).toBe('malformed');
  });

  test.each(['nothing', '[]', '5', '{}'])('a signed body that is no publication: %s', (body) => {
    expect(problemOf({ headers: signed(body), rawBody: body, secret })).toBe('malformed');
  });

  test('an empty secret, which is a fault of the program', () => {
    expect(() => verifyWebhook({ headers: signed(), rawBody, secret: 'whsec_', now })).toThrow(TypeError);
  });
});

test('the id to remember a webhook by', () => {
  expect(webhookId(signed())).toBe('msg_1');
  expect(webhookId({})).toBeUndefined();
});

describe('which call a webhook is about', () => {
  const body = verifyWebhook({ headers: signed(), rawBody, secret, now });

  test('is read from the subject', () => {
    expect(callEventOf(body)).toMatchObject({ endpointId: '2880', callId: '23', content: { state: 'ringing' } });
    expect(callEventOf({ ...body, subject: '/2017-09-01/endpoints/%2A80/calls/23' })?.endpointId).toBe('*80');
  });

  test.each([
    { subject: '/2017-09-01/endpoints/2880' },
    { subject: '/2017-09-01/endpoints/2880/calls/23/x' },
    { subject: '/2017-09-01/endpoints//calls/23' },
    { subject: '/users/2880/calls/23' },
    { topic: 'platform-api-admin' as const },
  ])('is nothing for %o', (change) => {
    expect(callEventOf({ ...body, ...change })).toBeUndefined();
  });
});
