import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Baresip } from '../../support/baresip.ts';
import { hasProgram } from '../../support/outside-programs.ts';
import { freePort } from '../../support/ports.ts';
import { SipStage } from '../../support/sip-stage.ts';
import { callee } from '../../support/sipp/callee.ts';
import { maybe, pause, replies, request, response, sdp } from '../../support/sipp/steps.ts';
import { until } from '../../support/until.ts';

// RFC 3261 section 14: 2881, played by sipp, re-INVITEs at the moment at which it is told by our re-INVITE, for it takes
// no UPDATE, that its party is 2882 now.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');
const ours = { header: 'P-Asserted-Identity', text: '2882' };
const hungUp = [request('BYE'), replies('200 OK')];

describe.runIf(here)('a telephone whose re-INVITE meets ours', () => {
  let stage: SipStage;
  let caller: Baresip;
  let target: Baresip;
  let port: number;

  beforeAll(async () => {
    stage = await SipStage.open();
    caller = await stage.baresip('2880');
    target = await stage.baresip('2882', 620);
    ({ port } = await stage.sippPhone('2881'));
  }, 60_000);

  afterEach(() => stage.clear());
  afterAll(() => stage?.close());

  /** 2880 calls 2881 and sends it on to 2882; what 2881 hears it gives back. */
  async function sentOn(...steps: string[]) {
    const media = await freePort();
    const audio = (direction: string) => sdp({ direction, port: media });
    const offers = (cseq: number, direction: string) =>
      callee.asks('INVITE', { cseq, sdp: audio(direction), transaction: `offer${cseq}` });
    const talks = { headers: ['Allow: INVITE, ACK, BYE, CANCEL'], sdp: audio('sendrecv'), repeated: true };
    const sipp = await stage.awaits({
      localPort: port,
      options: ['-rtp_echo', '-mp', String(media)],
      steps: [
        ...[callee.rung(), callee.answers('200 OK', talks), request('ACK')],
        // Both are on their way before either is answered.
        ...[callee.askedAgain(ours), offers(1, 'sendonly')],
        ...[response(491), callee.asks('ACK', { cseq: 1, transaction: 'offer1' })],
        ...[callee.answers('491 Request Pending'), request('ACK')],
        ...steps.map((step) => step.replaceAll('[media]', String(media))),
        ...hungUp,
      ],
    });
    await caller.command('dial', '2881');
    await stage.onlyCall('2881', 'connected');
    const { callId } = await stage.onlyCall('2880', 'connected');
    const action = { action: 'blindTransfer', destination: '2882' };
    expect((await stage.api.call('PUT', `/endpoints/2880/calls/${callId}`, action)).status).toBe(200);
    await stage.onlyCall('2882', 'ringing');
    await target.command('accept');
    return sipp;
  }

  /** One that is not refused any more. */
  const changes = (cseq: number, direction: string, answer: string) => [
    callee.asks('INVITE', { cseq, sdp: sdp({ direction, port: '[media]' }) }),
    maybe(100),
    response(200, { text: `a=${answer}` }),
    callee.asks('ACK', { cseq }),
  ];
  const told = (offered: string, direction: string) => [
    callee.askedAgain({ text: `a=${offered}` }),
    callee.answers('200 OK', { sdp: sdp({ direction, port: '[media]' }), repeated: true }),
    request('ACK'),
  ];

  async function talkAndHangUp(): Promise<void> {
    await stage.onlyCall('2881', 'connected');
    await until(async () => (await target.heard()) > 0.05, 'its own voice', 8_000);
    await target.command('hangup');
  }

  test('both are refused; its hold comes first then, and ours does not undo it', async () => {
    const sipp = await sentOn(
      ...changes(2, 'sendonly', 'recvonly'),
      ...told('recvonly', 'sendonly'),
      pause(1_500),
      ...changes(3, 'sendrecv', 'sendrecv'),
    );
    await stage.onlyCall('2881', 'held');
    expect((await stage.onlyCall('2882', 'connected')).from).toBe('2881');
    await talkAndHangUp();
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test('both are refused; ours comes first then, and its hold and return after it', async () => {
    const sipp = await sentOn(
      ...told('sendrecv', 'sendrecv'),
      ...changes(2, 'sendonly', 'recvonly'),
      pause(1_500),
      ...changes(3, 'sendrecv', 'sendrecv'),
    );
    await stage.onlyCall('2881', 'held');
    await talkAndHangUp();
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);
});
