import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Baresip } from '../../support/baresip.ts';
import { hasProgram } from '../../support/outside-programs.ts';
import { OUTSIDE, SipStage } from '../../support/sip-stage.ts';
import { Caller } from '../../support/sipp/caller.ts';
import { answered, maybe, pause, replies, request, response, sdp } from '../../support/sipp/steps.ts';

// What happens on the wire between a trunk that calls and us now and then, played by sipp; baresip is the telephone.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');
const trunk = new Caller(OUTSIDE);
const call = { transaction: 'call', sdp: sdp() };
const hangUp = [trunk.asks('BYE', { cseq: 2 }), response(200)];

describe.runIf(here)('calls from a trunk', () => {
  let stage: SipStage;
  let phone: Baresip;

  beforeAll(async () => {
    stage = await SipStage.open();
    phone = await stage.baresip('2880');
  }, 60_000);

  afterEach(() => stage.clear());
  afterAll(() => stage?.close());

  async function lifts(): Promise<void> {
    await stage.onlyCall('2880', 'ringing');
    await phone.command('accept');
  }

  test('an INVITE without a description', async () => {
    const sipp = await stage.plays({
      to: '2880',
      steps: [
        trunk.opens('INVITE'),
        maybe(100),
        maybe(180),
        answered({ header: 'Content-Type', text: 'application/sdp' }),
        trunk.asks('ACK', { sdp: sdp() }),
        pause(300),
        ...hangUp,
      ],
    });
    await lifts();
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test('a caller who gives up', async () => {
    const sipp = await stage.plays({
      to: '2880',
      steps: [
        trunk.opens('INVITE', call),
        maybe(100),
        response(180),
        trunk.cancels(call),
        response(200),
        response(487),
        trunk.admits(call),
      ],
    });
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test('a caller whose CANCEL crosses our 200 has a call, and ends it by BYE', async () => {
    const sipp = await stage.plays({
      to: '2880',
      steps: [
        trunk.opens('INVITE', call),
        maybe(100),
        response(180),
        answered(),
        trunk.cancels({ transaction: 'call', repeated: false }),
        response(200, { header: 'CSeq', text: 'CANCEL' }),
        trunk.asks('ACK'),
        pause(300),
        ...hangUp,
      ],
    });
    const closed = phone.events('CALL_CLOSED').length;
    await lifts();
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
    expect(phone.events('CALL_CLOSED')).toHaveLength(closed + 1);
  }, 60_000);

  test('an INVITE that comes again and again is one call', async () => {
    const rung = phone.events('CALL_INCOMING').length;
    const invite = trunk.opens('INVITE', { ...call, repeated: false });
    const sipp = await stage.plays({
      to: '2880',
      steps: [
        invite,
        maybe(100),
        response(180),
        ...[invite, invite],
        maybe(180),
        answered(),
        trunk.asks('ACK'),
        request('BYE'),
        replies('200 OK'),
      ],
    });
    await lifts();
    const { callId } = await stage.onlyCall('2880', 'connected');
    expect(phone.events('CALL_INCOMING')).toHaveLength(rung + 1);
    await stage.api.call('PUT', `/endpoints/2880/calls/${callId}`, { action: 'end' });
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  }, 60_000);

  test('a caller whose ACKs are all lost hears the 200 again and again, and after 64*T1 the BYE', async () => {
    const sipp = await stage.plays({
      to: '2880',
      // It answers OPTIONS by itself.
      options: ['-aa'],
      steps: [
        trunk.opens('INVITE', call),
        maybe(100),
        response(180),
        response(200),
        '<recv request="BYE" timeout="40000"/>',
        replies('200 OK'),
      ],
    });
    await lifts();
    await stage.onlyCall('2880', 'connected');
    expect(await sipp.faults()).toBe('');
    // Eleven when nothing is late (RFC 3261 section 13.3.1.4).
    expect((await sipp.heard()).filter((what) => what === '200 INVITE').length).toBeGreaterThan(5);
    await stage.quiet();
  }, 60_000);
});
