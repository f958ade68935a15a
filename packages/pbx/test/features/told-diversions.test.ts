import { SipHeaders } from '@cordboard/sip';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { numberOf, toldDiversions } from '../../src/features/told-diversions.ts';
import { Carrier } from '../support/carrier.ts';
import { Office } from '../support/office.ts';

type Fields = (readonly [string, string])[];
const diversion = (...values: string[]): Fields => values.map((value) => ['Diversion', value] as const);
const history = (...values: string[]): Fields => values.map((value) => ['History-Info', value] as const);
const told = (fields: Fields) =>
  toldDiversions(SipHeaders.of(fields)).map((one) => [numberOf(one), one.reason, one.times]);

const twice: Fields = [
  ...diversion('<sip:+16135550001@x>;reason=unconditional'),
  ...history('<sip:+16135550001@x>;index=1', '<sip:2880@x;cause=302>;index=1.1;mp=1'),
];

describe('who sent a call on', () => {
  test.each<[string, Fields, unknown[]]>([
    ['nobody', [], []],
    [
      'in lines or a list, the last one first',
      diversion(
        '<sip:3@x>;reason=user-busy, <sip:2@x>;reason=no-answer;counter=2',
        '"A, B" <sip:1@x>;reason="unconditional"',
      ),
      [
        ['1', 'always', 1],
        ['2', 'noAnswer', 2],
        ['3', 'busy', 1],
      ],
    ],
    ['by a number', diversion('<tel:+1-613-555-0001>;reason=deflection'), [['+16135550001', 'unknown', 1]]],
    ['secretly', diversion('<sip:1@x>;reason=away;privacy=full'), [[undefined, 'unknown', 1]]],
    ['by a name that is no number', diversion('<sip:bob@x>'), [[undefined, 'unknown', 1]]],
    ['so often', diversion('<sip:1@x>;counter=999'), [['1', 'unknown', 999]]],
    [
      'a count that is none',
      diversion('<sip:1@x>;counter=-5', '<sip:2@x>;counter=0'),
      [
        ['2', 'unknown', 1],
        ['1', 'unknown', 1],
      ],
    ],
    ['nonsense', diversion('', '<', '<sip:>', 'sip:1@x y', `<sip:${'1'.repeat(300)}@x>`), []],
    [
      'as history tells it, by what was mapped and by cause',
      history(
        '<sip:1@x?Reason=SIP%3Bcause%3D302>;index=1, <sip:2@x;cause=302>;index=1.1;mp=1',
        '<sip:2@192.0.2.1>;index=1.1.1;rc=1.1',
        '<sip:3@x;cause=408>;index=1.2',
      ),
      [
        ['1', 'always', 1],
        ['2', 'noAnswer', 1],
      ],
    ],
    [
      'history with privacy',
      history('<sip:1@x?Privacy=history>;index=1', '<sip:2@x;cause=486>;index=1.1;mp=1'),
      [[undefined, 'busy', 1]],
    ],
    ['history of a call that nobody sent on', history('<sip:1@x>;index=1', '<sip:1@192.0.2.1>;index=1.1;rc=1'), []],
    ['told in both ways', twice, [['+16135550001', 'always', 1]]],
  ])('%s', (_, fields, expected) => {
    expect(told(fields)).toEqual(expected);
  });

  test('a thousand are not kept', () => {
    expect(told(diversion(...Array.from({ length: 1_000 }, () => '<sip:1@x>'))).length).toBeLessThan(100);
  });
});

describe('a call that was sent on before it came', () => {
  let office: Office;
  let carrier: Carrier;

  beforeEach(async () => {
    carrier = await Carrier.open('ring');
    office = await Office.open({ trunk: { port: carrier.port }, publicHost: '127.0.0.1' });
  });
  afterEach(async () => {
    await office.close();
    await carrier.close();
  });

  const callIn = (fields: Fields) =>
    carrier.sip.invite({
      uri: `sip:2880@127.0.0.1:${office.port}`,
      from: { uri: 'sip:+16135550100@x' },
      headers: fields,
    });

  test('shows the number that was dialled first, and why it came; the telephone learns both', async () => {
    const device = await office.addDevice('2880');
    callIn(diversion('<sip:+16135550002@x>;reason=user-busy', '<sip:+16135550001@x>;reason=no-answer;counter=2'));
    expect((await device.rings()).request.headers.all('diversion')).toEqual([
      '<sip:+16135550002@x>;reason=user-busy;counter=1',
      '<sip:+16135550001@x>;reason=no-answer;counter=2',
    ]);
    expect(office.pbx.calls('2880')).toMatchObject([{ calledDevice: '+16135550001', cause: 'callForwardBusy' }]);
  });

  test('who does not want to be known is not: neither to the telephone nor to programs', async () => {
    const device = await office.addDevice('2880');
    callIn(diversion('<sip:+16135550001@x>;reason=user-busy;privacy=full'));
    const { headers } = (await device.rings()).request;
    expect(headers.get('diversion')).toBe('<sip:anonymous@anonymous.invalid>;reason=user-busy;counter=1');
    expect(office.pbx.calls('2880')).toMatchObject([{ calledDevice: '2880' }]);
  });

  test('counts with what happens here: after four it may be sent on once, after five not at all', async () => {
    await office.addDevice('2881');
    office.addExtension('2880');
    office.pbx.features.setEndpoint('2880', { dnd: false, forwarding: { always: '2881' } });
    const after = (counter: number) =>
      new Promise((resolve) => {
        const call = callIn(diversion(`<sip:2881@elsewhere>;counter=${counter}`));
        call.onProvisional(({ status }) => resolve(status));
        call.onFailed(resolve);
      });
    // An extension of another PBX by the same number has not had the call here.
    expect(await after(4)).toBe(181);
    expect(await after(5)).toBe(482);
  });

  test('what a telephone tells counts, and goes no further', async () => {
    const device = await office.addDevice('2880');
    const callee = await office.addDevice('2881');
    device.dial('2881', { headers: { Diversion: '<sip:+16135550001@x>;reason=unconditional' } });
    expect((await callee.rings()).request.headers.get('diversion')).toBe(
      '<sip:anonymous@anonymous.invalid>;reason=unconditional;counter=1',
    );
    expect(office.pbx.calls('2881')).toMatchObject([{ calledDevice: '2881' }]);
  });
});
