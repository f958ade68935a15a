import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import {
  accountSubject,
  callContentExample,
  callSubject,
  longCallId,
  type PublicationKind,
  publications,
  userSubject,
  WebhookBody,
} from '../src/index.ts';
import { webhookExample } from '../src/open-api/webhooks.ts';

const all: [string, PublicationKind][] = Object.entries(publications);

describe.each(all)('%s', (key, kind) => {
  it('has its key as id', () => {
    expect(kind.id).toBe(key);
  });

  it('has a valid example', () => {
    expect([...Value.Errors(kind.content, kind.example.content)]).toEqual([]);
    expect(kind.methods).toContain(kind.example.method);
  });

  it('has an example whose subject fits the pattern and is the self link', () => {
    expect(kind.example.subject).toMatch(new RegExp(`^${kind.subject.replace(/\{\w+\}/g, '[^/]+')}$`));
    expect(kind.example.content).toMatchObject({ _links: { self: kind.example.subject } });
  });

  it('makes a valid webhook body', () => {
    expect([...Value.Errors(WebhookBody, webhookExample(kind))]).toEqual([]);
  });
});

it('subjects are paths with the base path', () => {
  expect(callSubject('2880', '23')).toBe('/2017-09-01/endpoints/2880/calls/23');
  expect(userSubject('a', 'u')).toBe('/2017-09-01/accounts/a/users/u');
  expect(accountSubject('a')).toBe('/2017-09-01/accounts/a');
  expect(longCallId('2880', '23')).toBe('endpoints/2880/calls/23');
});

it("a call's content has every field of the contract", () => {
  const fields = [
    ...['callId', 'endpointId', 'siteId', 'accountId', 'timestamp', 'eventId', 'mediaReceivedTimestamp'],
    ...['mediaEventProcessedTimestamp', '_links', 'isCtiEvent', 'principalId', 'callLegOwner', 'eventType', 'deviceId'],
    ...['userId', 'state', 'cause', 'direction', 'from', 'to', 'extraPbxData'],
  ];
  expect(Object.keys(callContentExample)).toEqual(expect.arrayContaining(fields));
});
