import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Baresip } from '../../support/baresip.ts';
import { hasProgram } from '../../support/outside-programs.ts';
import { freePort } from '../../support/ports.ts';
import { OUTSIDE, SipStage } from '../../support/sip-stage.ts';
import { callee } from '../../support/sipp/callee.ts';
import { pause, replies, request, sdp } from '../../support/sipp/steps.ts';
import { until } from '../../support/until.ts';

// How calls to a carrier may go, played by sipp; baresip calls.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');
const hungUp = [request('BYE'), replies('200 OK')];

describe.runIf(here)('calls to a trunk', () => {
  let stage: SipStage;
  let phone: Baresip;

  beforeAll(async () => {
    stage = await SipStage.open();
    phone = await stage.baresip('2880', 620);
  }, 60_000);

  afterEach(() => stage.clear());
  afterAll(() => stage?.close());

  const answers = () => phone.events('CALL_ESTABLISHED').length;
  const established = (count: number) => until(() => answers() === count, 'the answer', 8_000);

  test('the caller hears the network before the answer (183 with a description)', async () => {
    const media = await freePort();
    const sipp = await stage.awaits({
      // What it hears it gives back.
      options: ['-rtp_echo', '-mp', String(media)],
      steps: [
        callee.rung(),
        callee.answers('183 Session Progress', { sdp: sdp({ port: media }) }),
        pause(3_000),
        callee.answers('200 OK', { sdp: sdp({ port: media }), repeated: true }),
        request('ACK'),
        ...hungUp,
      ],
    });
    const before = answers();
    await phone.command('dial', OUTSIDE);
    await until(async () => (await phone.heard()) > 0.05, 'sound before the answer', 8_000);
    expect(answers()).toBe(before);
    await established(before + 1);
    await stage.onlyCall('2880', 'connected');
    await phone.command('hangup');
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test('of several telephones behind it that ring the one has the call that answers', async () => {
    const sipp = await stage.awaits({
      steps: [
        callee.rung(),
        callee.answers('180 Ringing', { tag: 'one' }),
        callee.answers('180 Ringing', { tag: 'two' }),
        callee.answers('183 Session Progress', { tag: 'three', sdp: sdp() }),
        callee.answers('180 Ringing', { tag: 'two' }),
        callee.answers('200 OK', { tag: 'two', sdp: sdp(), repeated: true }),
        request('ACK', { header: 'To', text: 'tag=two' }),
        request('BYE', { header: 'To', text: 'tag=two' }),
        replies('200 OK'),
      ],
    });
    const before = answers();
    await phone.command('dial', OUTSIDE);
    await established(before + 1);
    await stage.onlyCall('2880', 'connected');
    await phone.command('hangup');
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test('a carrier that wants sessions to live longer gets them (RFC 4028)', async () => {
    const sipp = await stage.awaits({
      steps: [
        callee.rung(),
        callee.answers('422 Session Interval Too Small', { headers: ['Min-SE: 4000'], tag: 'brief' }),
        request('ACK'),
        callee.rung({ header: 'Session-Expires', text: '4000' }),
        callee.answers('200 OK', { sdp: sdp(), repeated: true }),
        request('ACK'),
        ...hungUp,
      ],
    });
    const before = answers();
    await phone.command('dial', OUTSIDE);
    await established(before + 1);
    await phone.command('hangup');
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test('where a carrier redirects to is not called: the caller is told that it failed', async () => {
    const other = await stage.baresip('2881');
    const sipp = await stage.awaits({
      steps: [
        callee.rung(),
        callee.answers('302 Moved Temporarily', { headers: ['Contact: <sip:2881@127.0.0.1>'] }),
        request('ACK'),
      ],
    });
    const closed = phone.events('CALL_CLOSED').length;
    await phone.command('dial', OUTSIDE);
    await until(() => phone.events('CALL_CLOSED').length === closed + 1, 'the end', 8_000);
    expect(await sipp.faults()).toBe('');
    expect(other.events('CALL_INCOMING')).toEqual([]);
    await stage.quiet();
  }, 60_000);
});
