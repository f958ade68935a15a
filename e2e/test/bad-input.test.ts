import { randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { Phone, type PhoneCall } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

describe('bad input gets a clear error or silence, and nothing breaks', () => {
  let server: ServerProcess;
  let api: Api;
  let outside: Phone;
  let phone: Phone;
  let ringing: PhoneCall;
  let callId: string;

  beforeAll(async () => {
    server = await ServerProcess.start();
    api = await Api.signIn(server);
    const { username, password, realm } = await api.createPhone('2880');
    phone = await Phone.start({ server: server.sip, username, password, realm, talk: true });
    outside = await Phone.start({
      server: server.sip,
      username: '+16135550100',
      password: '',
      register: false,
      localPort: server.trunk.port,
    });
    ringing = await outside.dial('2880');
    callId = (await until(async () => (await api.calls('2880'))[0], 'the ringing call')).callId;
  }, 60_000);

  afterAll(async () => {
    await Promise.all([phone?.close(), outside?.close()]);
    await server?.remove();
  });

  const act = (body: unknown, endpointId = '2880', call = callId) =>
    api.call('PUT', `/endpoints/${endpointId}/calls/${call}`, body);
  const stillRinging = async () => {
    expect(await api.calls('2880')).toMatchObject([{ callId, state: 'ringing' }]);
    expect(ringing.state).toBe('ringing');
  };

  const rows: [string, () => Promise<{ status: number; body: { name: string; message: string } }>, number[], RegExp][] =
    [
      ['an unknown endpoint', () => act({ action: 'answer' }, '9999'), [404], /9999/],
      ['an unknown call', () => act({ action: 'answer' }, '2880', '999999'), [404], /999999/],
      ['an unknown action', () => act({ action: 'explode' }), [400], /answer.*redirect/s],
      ['no action', () => act({}), [400], /action/],
      ['an action of the wrong type', () => act({ action: 7 }), [400], /action/],
      ['redirect without a destination', () => act({ action: 'redirect' }), [400], /destination/],
      [
        'redirect to an extension that nobody has',
        () => act({ action: 'redirect', destination: '2999' }),
        [400, 404, 409, 422],
        /2999/,
      ],
      ['redirect to words', () => act({ action: 'redirect', destination: 'not a number' }), [400, 404, 422], /number/],
      ['retrieve of a call that is not held', () => act({ action: 'retrieve' }), [409], /ringing|held/],
      ['malformed JSON', () => act('{"action": "answer"'), [400], /JSON/i],
      ['JSON of the wrong shape', () => act('[1,2,3]'), [400], /object/],
      [
        'a body of 1 MB',
        () => act(JSON.stringify({ action: 'answer', args: 'x'.repeat(1_100_000) })),
        [413],
        /large|limit/i,
      ],
      ['a filter that is none', () => api.call('GET', '/endpoints/2880/calls?$filter=state%20eq'), [400], /filter/],
    ];
  test.each(rows)('%s', async (_what, request, statuses, message) => {
    const answer = await request();
    expect(statuses).toContain(answer.status);
    expect(answer.body.name).toEqual(expect.any(String));
    expect(answer.body.message).toMatch(message);
    await stillRinging();
  });

  test('an action on an ended call answers 404 or 409', async () => {
    ringing.hangup();
    await until(async () => (await api.calls('2880')).length === 0, 'the call ended');
    const answer = await act({ action: 'answer' });
    expect([404, 409]).toContain(answer.status);
    expect(answer.body.message).toMatch(new RegExp(callId));
  });

  test('10,000 random SIP packets leave no crash, no leg and no grown memory', async () => {
    await fire(server.sip.port, 2_000);
    const before = await residentBytes(server.pid);
    await fire(server.sip.port, 10_000);
    expect(server.running).toBe(true);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^cordboard_pbx_legs 0$/m);
    expect(await api.calls('2880')).toEqual([]);
    const grown = (await residentBytes(server.pid)) - before;
    console.log(`10,000 random SIP packets: memory ${(grown / 1e6).toFixed(1)} MB more`);
    expect(grown).toBeLessThan(100e6);

    const again = await outside.dial('2880');
    await until(() => phone.calls.some((call) => call.state === 'ringing'), 'a good call still rings');
    again.hangup();
  }, 60_000);
});

/** Sends packets that are noise, half messages, or messages with a byte changed. */
async function fire(port: number, count: number): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  for (let sent = 0; sent < count; sent += 1) {
    socket.send(hostilePacket(sent), port, '127.0.0.1');
    if (sent % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  socket.close();
}

function hostilePacket(seed: number): Buffer {
  if (seed % 3 === 0) return randomBytes(randomInt(1, 1_200));
  const method = ['INVITE', 'REGISTER', 'OPTIONS', 'BYE', 'ACK', 'CANCEL', 'NOTIFY', 'X\u0000Y'][seed % 8];
  const message = Buffer.from(
    [
      `${method} sip:2880@127.0.0.1 SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK${seed};rport`,
      `From: "\ud83d\ude00" <sip:fuzz@127.0.0.1>;tag=${seed}`,
      'To: <sip:2880@127.0.0.1>',
      `Call-ID: fuzz-${seed}`,
      `CSeq: ${seed} ${method}`,
      `Contact: <sip:fuzz@127.0.0.1:9>`,
      `Content-Length: ${seed % 5 === 0 ? 99_999 : 0}`,
      '',
      '',
    ].join('\r\n'),
  );
  for (let changes = 0; changes < seed % 4; changes += 1) message[randomInt(message.length)] = randomInt(256);
  return seed % 7 === 0 ? message.subarray(0, randomInt(message.length)) : message;
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
}
