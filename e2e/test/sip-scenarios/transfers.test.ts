import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Baresip } from '../../support/baresip.ts';
import { hasProgram } from '../../support/outside-programs.ts';
import { freePort } from '../../support/ports.ts';
import { SipStage } from '../../support/sip-stage.ts';
import { callee } from '../../support/sipp/callee.ts';
import { Caller } from '../../support/sipp/caller.ts';
import { answered, maybe, pause, replies, request, response, sdp } from '../../support/sipp/steps.ts';
import { until } from '../../support/until.ts';

// A telephone, played by sipp as 2881, sends its party on by REFER (RFC 3515, RFC 5589); 2880 and 2882 are baresip.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');
const told = [request('NOTIFY', { text: 'SIP/2.0 [0-9]+' }), replies('200 OK')];
const hungUp = [request('BYE'), replies('200 OK')];

describe.runIf(here)('a telephone that transfers', () => {
  let stage: SipStage;
  let party: Baresip;
  let target: Baresip;
  let phone: { port: number; authentication: string };

  beforeAll(async () => {
    stage = await SipStage.open();
    party = await stage.baresip('2880', 440);
    target = await stage.baresip('2882', 620);
    phone = await stage.sippPhone('2881');
  }, 60_000);

  afterEach(() => stage.clear());
  afterAll(() => stage?.close());

  async function together(): Promise<void> {
    await stage.onlyCall('2882', 'connected');
    await stage.onlyCall('2880', 'connected');
    expect(await stage.api.calls('2881')).toEqual([]);
    for (const each of [party, target]) await until(async () => (await each.heard()) > 0.05, 'sound', 8_000);
  }

  test('without asking first: its party talks to the other, and it is told and let go', async () => {
    const sipp = await stage.awaits({
      localPort: phone.port,
      steps: [
        callee.rung(),
        callee.answers('200 OK', { sdp: sdp(), repeated: true }),
        request('ACK'),
        callee.asks('REFER', { headers: ['Refer-To: <sip:2882@127.0.0.1>'] }),
        response(202),
        // 100, 180 and 200.
        ...[...told, ...told, ...told],
        ...hungUp,
      ],
    });
    await party.command('dial', '2881');
    await stage.onlyCall('2882', 'ringing');
    await target.command('accept');
    expect(await sipp.faults()).toBe('');
    await together();
    await party.command('hangup');
    await stage.quiet();
  }, 60_000);

  test('after asking (Replaces): the two are joined, and both its calls are over', async () => {
    const line = new Caller('2881');
    const calls = async (to: string, localPort: number, talk: readonly string[]) =>
      await stage.plays({
        to,
        localPort,
        options: ['-auth_uri', `${to}@127.0.0.1:${stage.server.sip.port}`],
        steps: [
          line.opens('INVITE', { transaction: 'asked', sdp: sdp() }),
          maybe(100),
          '<recv response="401" auth="true"/>',
          line.admits({ transaction: 'asked' }),
          line.opens('INVITE', { cseq: 2, headers: [phone.authentication], sdp: sdp() }),
          maybe(100),
          maybe(180),
          answered(),
          line.asks('ACK', { cseq: 2 }),
          '<nop><action><log message="[call_id] [peer_tag_param] tag=[pid]x[call_number] "/></action></nop>',
          ...talk,
        ],
      });
    const first = await calls('2880', phone.port, hungUp);
    await stage.onlyCall('2880', 'ringing');
    await party.command('accept');
    await stage.onlyCall('2880', 'connected');
    const noted = /(\S+) ;tag=(\S+) tag=(\S+) /;
    const [, callId, toTag, fromTag] = await until(
      async () => noted.exec(await first.notes()) ?? undefined,
      'its dialog',
    );
    const replaces = encodeURIComponent(`${callId};to-tag=${toTag};from-tag=${fromTag}`);
    const second = await calls('2882', await freePort(), [
      pause(300),
      line.asks('REFER', { cseq: 3, headers: [`Refer-To: <sip:2880@127.0.0.1?Replaces=${replaces}>`] }),
      response(202),
      ...[...told, ...told],
      ...hungUp,
    ]);
    await stage.onlyCall('2882', 'ringing');
    await target.command('accept');
    expect(await second.faults()).toBe('');
    expect(await first.faults()).toBe('');
    await together();
    await party.command('hangup');
    await stage.quiet();
  }, 60_000);
});
