import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Baresip } from '../../support/baresip.ts';
import { hasProgram } from '../../support/outside-programs.ts';
import { SipStage } from '../../support/sip-stage.ts';
import { callee } from '../../support/sipp/callee.ts';
import { maybe, pause, replies, request, response, sdp } from '../../support/sipp/steps.ts';
import { until } from '../../support/until.ts';

// What telephones do with a call that comes, played by sipp as 2881; baresip calls it.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');
const ringing = [callee.rung(), callee.answers('180 Ringing')];
const lifted = [...ringing, callee.answers('200 OK', { sdp: sdp(), repeated: true }), request('ACK')];
const hungUp = [request('BYE'), replies('200 OK')];

describe.runIf(here)('a telephone that is called', () => {
  let stage: SipStage;
  let caller: Baresip;
  let port: number;

  beforeAll(async () => {
    stage = await SipStage.open();
    caller = await stage.baresip('2880');
    ({ port } = await stage.sippPhone('2881'));
  }, 60_000);

  afterEach(() => stage.clear());
  afterAll(() => stage?.close());

  const awaits = (...steps: string[]) => stage.awaits({ localPort: port, steps });
  const dial = () => caller.command('dial', '2881');

  test('that sends its calls on by 302', async () => {
    const other = await stage.baresip('2882');
    const sipp = await awaits(
      callee.rung(),
      callee.answers('302 Moved Temporarily', { headers: ['Contact: <sip:2882@elsewhere.example>'] }),
      request('ACK'),
    );
    await dial();
    expect(await stage.onlyCall('2882', 'ringing')).toMatchObject({ cause: 'callForwardAlways', from: '2880' });
    expect(await stage.api.calls('2881')).toEqual([]);
    await other.command('accept');
    await stage.onlyCall('2880', 'connected');
    expect(await sipp.faults()).toBe('');
    await caller.command('hangup');
    await stage.quiet();
  }, 60_000);

  test('that lifts while its caller gives up is hung up', async () => {
    const sipp = await awaits(
      ...ringing,
      request('CANCEL'),
      replies('200 OK'),
      callee.answers('200 OK', { sdp: sdp(), repeated: true }),
      request('ACK'),
      ...hungUp,
    );
    await dial();
    await stage.onlyCall('2881', 'ringing');
    await caller.command('hangup');
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test('that does not get the ACK at once gets it again, and has one call', async () => {
    // After its second 200 sipp sends another for each ACK, until the BYE.
    const sipp = await awaits(...lifted, callee.answers('200 OK', { sdp: sdp() }), ...hungUp);
    await dial();
    const acks = async () => (await sipp.heard()).filter((what) => what === 'ACK');
    await until(async () => (await acks()).length >= 3, 'three ACKs', 8_000);
    await stage.onlyCall('2881', 'connected');
    await caller.command('hangup');
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test.each(['sendonly', 'inactive'])(
    'that goes %s holds the call, and takes it back',
    async (direction) => {
      const offers = (cseq: number, offer: string, answer: string) => [
        callee.asks('INVITE', { cseq, sdp: sdp({ direction: offer }) }),
        maybe(100),
        response(200, { text: `a=${answer}` }),
        callee.asks('ACK', { cseq }),
      ];
      const sipp = await awaits(
        ...lifted,
        ...offers(1, direction, direction === 'sendonly' ? 'recvonly' : 'inactive'),
        pause(2_000),
        ...offers(2, 'sendrecv', 'sendrecv'),
        ...hungUp,
      );
      await dial();
      await stage.onlyCall('2881', 'held');
      await stage.onlyCall('2880', 'connected');
      await stage.onlyCall('2881', 'connected');
      await caller.command('hangup');
      expect(await sipp.faults()).toBe('');
      await stage.quiet();
    },
    60_000,
  );
});
