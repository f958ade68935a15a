import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InviteSession, SipEndpoint } from '../src/index.ts';
import { eventually } from './support/eventually.ts';
import { RawPeer } from './support/raw-peer.ts';
import { openStage, type Stage } from './support/stage.ts';
import { requestText } from './support/texts.ts';

let stage: Stage;
let other: RawPeer;
beforeEach(async () => {
  stage = await openStage();
  other = await RawPeer.open();
});
afterEach(async () => {
  await Promise.all([stage.close(), other.close()]);
});

/** Sends an OPTIONS with this Via and gives the Via of the answer that the given socket gets. */
async function viaOfAnswer(via: string, at: RawPeer): Promise<string | undefined> {
  stage.peer.send(requestText({ method: 'OPTIONS', port: 0, via }), stage.point);
  return (await at.nextResponse()).headers.get('via');
}

describe('responses on UDP (RFC 3261 section 18.2, RFC 3581)', () => {
  test('with rport they go to the source, which the Via then names', async () => {
    const via = await viaOfAnswer('SIP/2.0/UDP 10.1.2.3:5999;rport;branch=z9hG4bKa', stage.peer);
    expect(via).toContain(`rport=${stage.peer.port}`);
    expect(via).toContain('received=127.0.0.1');
    expect(via).toContain('branch=z9hG4bKa');
  });

  test('received is noted beside rport also where the host is right', async () => {
    const via = await viaOfAnswer(`SIP/2.0/UDP 127.0.0.1:${other.port};rport;branch=z9hG4bKa`, stage.peer);
    expect(via).toContain('received=127.0.0.1');
  });

  test('without rport they go to the port of the Via, at the address of the source', async () => {
    const via = await viaOfAnswer(`SIP/2.0/UDP 10.1.2.3:${other.port};branch=z9hG4bKa`, other);
    expect(via).toBe(`SIP/2.0/UDP 10.1.2.3:${other.port};branch=z9hG4bKa;received=127.0.0.1`);
  });

  test('a received or rport that the sender made up counts for nothing', async () => {
    const via = await viaOfAnswer(
      `SIP/2.0/UDP 10.1.2.3:5999;rport=${other.port};received=203.0.113.1;branch=z9hG4bKa`,
      stage.peer,
    );
    expect(via).toContain('received=127.0.0.1');
    expect(via).toContain(`rport=${stage.peer.port}`);
  });

  test('a Via whose host and port are right stays as it is; others below are left alone', async () => {
    const top = `SIP/2.0/UDP 127.0.0.1:${stage.peer.port};branch=z9hG4bKa`;
    stage.peer.send(
      requestText({ method: 'OPTIONS', port: 0, via: `${top}, SIP/2.0/TCP 10.0.0.1;branch=z9hG4bKb` }).replace(
        'Max-Forwards',
        'Via: SIP/2.0/UDP 10.0.0.2;rport;branch=z9hG4bKc\r\nMax-Forwards',
      ),
      stage.point,
    );
    expect((await stage.peer.nextResponse()).headers.all('via')).toEqual([
      top,
      'SIP/2.0/TCP 10.0.0.1;branch=z9hG4bKb',
      'SIP/2.0/UDP 10.0.0.2;rport;branch=z9hG4bKc',
    ]);
  });

  test('a noted Via keeps what stands below it', async () => {
    stage.peer.send(
      requestText({
        method: 'OPTIONS',
        port: 0,
        via: 'SIP/2.0/UDP 10.1.2.3;rport;branch=z9hG4bKa, SIP/2.0/TCP 10.0.0.1;branch=z9hG4bKb',
      }).replace(
        'Max-Forwards',
        'Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKc\r\nVia: SIP/2.0/UDP 10.0.0.3;branch=z9hG4bKd\r\nMax-Forwards',
      ),
      stage.point,
    );
    const vias = (await stage.peer.nextResponse()).headers.all('via');
    expect(vias.map((via) => /branch=(\w+)/.exec(via)?.[1])).toEqual(['z9hG4bKa', 'z9hG4bKb', 'z9hG4bKc', 'z9hG4bKd']);
  });
});

describe('requests of ours in a dialog on UDP', () => {
  const cases: [string, (contactPort: number) => string, 'contact' | 'source'][] = [
    [
      'whose Contact has the host of the source go to the Contact’s port',
      (port) => `<sip:a@127.0.0.1:${port}>`,
      'contact',
    ],
    ['whose Contact is a private address go to the source', (port) => `<sip:a@10.1.2.3:${port}>`, 'source'],
    ['whose Contact is a name go to the source', (port) => `<sip:a@phone.example.com:${port}>`, 'source'],
  ];
  test.each(cases)('%s', async (_title, contact, expected) => {
    const sessions: InviteSession[] = [];
    stage.endpoint.onInvite((invite) => sessions.push(invite.answer({ body: 'v=0' })));
    const invite = { method: 'INVITE', port: stage.peer.port, contact: contact(other.port) };
    stage.peer.send(requestText(invite), stage.point);
    const session = await eventually(() => sessions[0]);
    await stage.peer.heard(stage.point);
    void session.request('INFO');
    const request = await (expected === 'contact' ? other : stage.peer).nextRequest();
    expect([request.method, request.uri]).toEqual(['INFO', contact(other.port).slice(1, -1)]);
  });

  test('our Via asks for rport, and our Contact is where we listen', async () => {
    void stage.endpoint.request({
      method: 'OPTIONS',
      uri: `sip:127.0.0.1:${stage.peer.port}`,
      from: { uri: 'sip:a@example.com' },
    });
    const { head, headers } = await stage.peer.nextRequest();
    expect([head.via.host, head.via.port, head.via.params.get('rport')]).toEqual(['127.0.0.1', stage.point.port, '']);
    expect(headers.get('contact')).toBe(`<sip:127.0.0.1:${stage.point.port}>`);
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

test.skipIf(!hasIpv6).each(['udp', 'tcp'] as const)('a call over IPv6, %s', async (transport) => {
  const [alice, bob] = [new SipEndpoint(), new SipEndpoint()];
  await alice.listen({ transport, host: '::1', port: 0 });
  const point = await bob.listen({ transport, host: '::1', port: 0 });
  bob.onInvite((invite) => invite.answer({ body: 'v=0' }));
  const o = { uri: `sip:bob@[::1]:${point.port};transport=${transport}`, from: { uri: 'sip:alice@[::1]' } };
  const outgoing = alice.invite(o);
  const session = await new Promise<InviteSession>((resolve) => outgoing.onAnswered(resolve));
  expect(session.dialog.remoteTarget).toContain(`<sip:[::1]:${point.port}`.slice(1));
  expect((await session.request('OPTIONS')).status).toBe(200);
  await Promise.all([alice.close(), bob.close()]);
});
