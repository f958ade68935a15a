import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import {
  CallActionBody,
  CreateConferenceBody,
  CreateSubscriptionBody,
  CreateUserBody,
  callActions,
  createSubscriptionExample,
  TokenBody,
  UpdateCallRecordBody,
  UpdateUserBody,
} from '../src/index.ts';

describe('a call action', () => {
  it.each(callActions)('may be %s', (action) => {
    expect(Value.Check(CallActionBody, { action })).toBe(true);
  });

  it('carries what it does not need, as the published sample programs send it', () => {
    expect(Value.Check(CallActionBody, { action: 'answer', args: '23', destination: '2881', extra: { a: 1 } })).toBe(
      true,
    );
  });

  it.each([
    [{}],
    [{ action: 'hangup' }],
    [{ action: ['end'] }],
    [{ action: 'dtmf', args: 5 }],
    [[{ action: 'end' }]],
    ['end'],
    [null],
  ])('may not be %j', (body) => {
    expect(Value.Check(CallActionBody, body)).toBe(false);
  });
});

describe('a token request', () => {
  it('may carry a whole user record', () => {
    const body = { grant_type: 'Password', username: 'a', password: 'b', principal_id: 'c', extension_number: 2880 };
    expect(Value.Check(TokenBody, body)).toBe(true);
  });

  it('needs a grant', () => {
    expect(Value.Check(TokenBody, { username: 'a', password: 'b' })).toBe(false);
  });
});

describe('a new user', () => {
  it('needs only an e-mail address', () => {
    expect(Value.Check(CreateUserBody, { email: 'ada@example.com' })).toBe(true);
    expect(Value.Check(CreateUserBody, { name: 'Ada' })).toBe(false);
  });

  it('may come with ignored fields and with nulls', () => {
    const body = { email: 'ada@example.com', password: 'x', userId: 'y', mobile: null, extension: null };
    expect(Value.Check(CreateUserBody, body)).toBe(true);
  });

  it.each([
    { role: 'ROOT' },
    { extension: '28 80' },
    { extension: 'sip:2880' },
    { languageCode: 'english!' },
    { name: 5 },
  ])('may not have %j', (field) => {
    expect(Value.Check(CreateUserBody, { email: 'ada@example.com', ...field })).toBe(false);
  });

  it('is changed by what is sent alone', () => {
    expect(Value.Check(UpdateUserBody, {})).toBe(true);
    expect(Value.Check(UpdateUserBody, { email: null })).toBe(false);
  });
});

describe('a subscription', () => {
  it.each(['applicationId', 'deviceId', 'transport', 'topic', 'subjectFilter'])('needs %s', (field) => {
    expect(Value.Check(CreateSubscriptionBody, { ...createSubscriptionExample, [field]: undefined })).toBe(false);
  });

  it('has a topic of the platform', () => {
    expect(Value.Check(CreateSubscriptionBody, { ...createSubscriptionExample, topic: 'weather' })).toBe(false);
  });
});

it('call records are hidden by a boolean or by its word', () => {
  expect(Value.Check(UpdateCallRecordBody, { hide: 'true' })).toBe(true);
  expect(Value.Check(UpdateCallRecordBody, { hide: 'maybe' })).toBe(false);
});

it('a conference is strict about unknown fields', () => {
  expect(Value.Check(CreateConferenceBody, { name: 'a', colour: 'red' })).toBe(false);
});
