import { Phone, type PhoneCall } from '@cordboard/phone';
import { SipEndpoint } from '@cordboard/sip';
import { beforeEach, describe, expect, test } from 'vitest';
import { Api } from '../media/support/api.ts';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { expectRefusedEverywhere } from '../support/refused-everywhere.ts';

const { ada } = people;
const EXTENSION = '2880';
const NUMBER = '7000';
const CODE = '4711';
const LIMIT_MS = 8_000;

let company: Company;
let connection: { token: string; mediaUrl: string; signalingUrl: string };

beforeEach(async () => {
  company = await Company.temporary({ conferenceNumber: NUMBER });
  const api = await company.as(ada);
  await api.post('/conferences', { id: 'monday', accessCode: CODE });
  connection = (await api.post(`/conferences/monday/participants/${ada.userId}/connections`)).body;
  return () => company.close();
});

const webSocketUrl = () => `${company.url.replace('http:', 'ws:')}/sip?access_token=${connection.token}`;

/** The page's telephone, which only calls. */
async function join(): Promise<{ phone: Phone; call: PhoneCall }> {
  const server = { host: '127.0.0.1', port: company.sipPort };
  const webSocket = { url: webSocketUrl() };
  const phone = await Phone.start({ server, webSocket, username: EXTENSION, password: '', register: false });
  const call = await phone.dial(`${NUMBER}*${CODE}`);
  await call.until('connected', LIMIT_MS);
  return { phone, call };
}

const inside = () => company.context.gateway.pbx.conferences.parties('monday');

test('the token joins its conference, and cannot send the call anywhere', async () => {
  const { phone, call } = await join();
  await expect
    .poll(() => inside().map(({ participantId }) => participantId), { timeout: LIMIT_MS })
    .toEqual([ada.userId]);
  await expect(call.transfer('2881')).rejects.toThrow('403');
  expect(call.state).toBe('connected');
  await phone.close();
});

describe('by SIP the token does nothing else', () => {
  test.each([
    ['INVITE', '2881', {}],
    ['INVITE', NUMBER, {}],
    ['INVITE', `${NUMBER}*9999`, {}],
    ['INVITE', `${NUMBER}*${CODE}`, { Replaces: 'a;to-tag=b;from-tag=c' }],
    ['REGISTER', '2880', { Contact: '<sip:2880@127.0.0.1:9>' }],
    ['SUBSCRIBE', '2881', { Event: 'dialog' }],
    ['REFER', '2881', { 'Refer-To': '<sip:2882@127.0.0.1>' }],
    ['MESSAGE', '2881', {}],
  ])('%s %s %j', async (method, user, headers) => {
    const page = new SipEndpoint({ contactUser: '2880' });
    try {
      const flow = await page.connectWebSocket(webSocketUrl());
      const from = { uri: 'sip:2880@127.0.0.1' };
      const request = { uri: `sip:${user}@127.0.0.1`, from, headers, target: { flow } };
      expect(await statusOf(page, method, request)).toBe(403);
    } finally {
      await page.close();
    }
  });
});

type Request = Parameters<SipEndpoint['invite']>[0];

async function statusOf(page: SipEndpoint, method: string, request: Request): Promise<number> {
  if (method !== 'INVITE') return (await page.request({ ...request, method })).status;
  return await new Promise((resolve) => page.invite(request).onFailed(resolve));
}

test('the API refuses it for every operation', async () => {
  await expectRefusedEverywhere(new Api(company.url).withToken(connection.token));
});

test('it ends with the session of the user', async () => {
  await (await company.as(ada)).delete('/token');
  const again = new SipEndpoint({ contactUser: '2880' });
  await expect(again.connectWebSocket(webSocketUrl())).rejects.toThrow('401');
  await again.close();
});
