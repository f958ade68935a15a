import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../support/outside-programs.ts';
import { OUTSIDE, SipStage } from '../../support/sip-stage.ts';
import { Caller } from '../../support/sipp/caller.ts';
import { maybe, pause, response, sdp } from '../../support/sipp/steps.ts';

// What the trunk asks for and does not get, played by sipp; baresip is the telephone that must not ring.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');
const trunk = new Caller(OUTSIDE);

describe.runIf(here)('requests of a stranger', () => {
  let stage: SipStage;

  beforeAll(async () => {
    stage = await SipStage.open();
    await stage.baresip('2880');
  }, 60_000);

  afterEach(() => stage.clear());
  afterAll(() => stage?.close());

  test.each([
    ['an extension that does not exist', '2899', [], 404, ['CSeq', 'INVITE']],
    ['an extension of SIP that nobody knows', '2880', ['Require: folly'], 420, ['Unsupported', 'folly']],
    [
      'a session that would be too short (RFC 4028)',
      '2880',
      ['Supported: timer', 'Session-Expires: 60'],
      422,
      ['Min-SE', '90'],
    ],
  ] as const)('an INVITE with %s', async (_, to, headers, status, [header, text]) => {
    const sipp = await stage.plays({
      to,
      steps: [
        trunk.opens('INVITE', { transaction: 'call', sdp: sdp(), headers }),
        maybe(100),
        response(status, { header, text }),
        trunk.admits({ transaction: 'call' }),
        // Had the ACK not been taken, the refusal would come again.
        pause(700),
      ],
    });
    expect(await sipp.faults()).toBe('');
    expect((await sipp.heard()).filter((what) => what !== '100 INVITE')).toEqual([`${status} INVITE`]);
    await stage.quiet();
  });

  test.each([
    ['OPTIONS', 200, ['Accept', 'application/sdp']],
    ['FOLLY', 501, ['Allow', 'INVITE, ACK']],
    ['MESSAGE', 405, ['Allow', 'INVITE, ACK']],
    ['BYE', 481, ['CSeq', 'BYE']],
  ] as const)('%s outside a call is answered with %i', async (method, status, [header, text]) => {
    const steps = [trunk.opens(method), response(status, { header, text })];
    const sipp = await stage.plays({ to: '2880', steps });
    expect(await sipp.faults()).toBe('');
    await stage.quiet();
  });
});
