import { expect, test } from 'vitest';
import { routing, trunk } from './tables.ts';

const trunks = [trunk('first'), trunk('second'), trunk('off', { enabled: false })];

/** Where a number leads: the extension, the trunks, or why nowhere. */
function leads(office: ReturnType<typeof routing>, number: string, direction: 'outbound' | 'inbound' = 'outbound') {
  const { destination, refusal } = office.explain(number, direction);
  if (destination === undefined) return refusal?.code;
  return destination.kind === 'endpoint' ? destination.endpointId : destination.trunkIds.join(' ');
}

test('an extension wins over a number, one of our own numbers over a trunk', () => {
  const office = routing(trunks);
  office.numbers.set({ number: '+16135550199', destination: '2881' });
  expect(leads(office, '2880')).toBe('2880');
  for (const written of ['+16135550199', '6135550199', '1-613-555-0199', '+1 (613) 555-0199']) {
    expect(leads(office, written)).toBe('2881');
    expect(leads(office, written, 'inbound')).toBe('2881');
  }
  expect(leads(office, '16135550199', 'inbound')).toBe('2881');
  expect(leads(office, '6135550100')).toBe('first second');
});

test('a trunk that leaves the + away is understood without a country, too', () => {
  const office = routing(trunks, {});
  office.numbers.set({ number: '+16135550199', destination: '2881' });
  expect(leads(office, '16135550199', 'inbound')).toBe('2881');
});

test('the outside prefix is taken away, also before our own numbers and emergency numbers', () => {
  const office = routing(trunks, { country: 'CA', outsidePrefix: '9' });
  office.numbers.set({ number: '+16135550199', destination: '2881' });
  expect(office.explain('96135550100', 'outbound').destination).toMatchObject({
    number: '6135550100',
    outside: { e164: '+16135550100' },
  });
  expect(leads(office, '96135550199')).toBe('2881');
  for (const written of ['911', '9911']) {
    expect(office.explain(written, 'outbound').destination).toMatchObject({ number: '911', emergency: true });
    expect(office.isEmergency(written)).toBe(true);
  }
  expect(leads(office, '9')).toBe('first second');
});

test('with four digits after the prefix a number is meant outside', () => {
  expect(leads(routing(trunks, { outsidePrefix: '9' }), '92882')).toBe('first second');
  expect(leads(routing(trunks, { outsidePrefix: '9' }), '2882')).toBe('unknownDestination');
});

test('the longest prefix decides, in the form of its rule; no rule and an empty one refuse', () => {
  const office = routing(trunks);
  const rules = [
    { prefix: '+1', trunkIds: ['first'] },
    { prefix: '+1613', trunkIds: ['second', 'first', 'gone', 'off'] },
    { prefix: '+1900', trunkIds: [] },
    { prefix: '011', trunkIds: ['second'] },
  ];
  office.setRules({ rules, emergencyTrunkIds: [] });
  expect(leads(office, '2125550100')).toBe('first');
  expect(leads(office, '6135550100')).toBe('second first');
  expect(leads(office, '+19005550100')).toBe('unknownDestination');
  expect(leads(office, '011442071838750')).toBe('second');
  expect(leads(office, '+442071838750')).toBe('noTrunk');
  office.setRules({ rules: [{ prefix: '', trunkIds: ['off'] }], emergencyTrunkIds: [] });
  expect(leads(office, '6135550100')).toBe('noTrunk');
});

test('emergency numbers go by their own trunks first, then by all others, whatever the rules say', () => {
  const office = routing(trunks);
  const rules = [{ prefix: '', trunkIds: [] }];
  office.setRules({ rules, emergencyTrunkIds: ['second', 'off'] });
  expect([leads(office, '911'), leads(office, '6135550100')]).toEqual(['second first', 'unknownDestination']);
  expect(leads(routing([]), '911')).toBe('noTrunk');
  expect(leads(office, '911', 'inbound')).toBe('unknownDestination');
});

test('a call from outside rings its number, else the default, and never goes out again', () => {
  const office = routing(trunks);
  office.numbers.set({ number: '+16135550198', destination: undefined });
  office.numbers.set({ number: '+16135550197', destination: '2999' });
  expect(leads(office, '+16135550100', 'inbound')).toBe('unknownDestination');
  office.setRules({ rules: [], emergencyTrunkIds: [], defaultDestination: '2880' });
  expect(leads(office, '+16135550100', 'inbound')).toBe('2880');
  expect(leads(office, '+16135550198', 'inbound')).toBe('unknownDestination');
  expect(leads(office, '+16135550197', 'inbound')).toBe('2880');
  office.numbers.remove('6135550198');
  expect(leads(office, '+16135550198', 'inbound')).toBe('2880');
});

test('each step is told in words', () => {
  const office = routing(trunks, { country: 'CA', outsidePrefix: '9' });
  office.setRules({ rules: [{ prefix: '+1613', trunkIds: ['second'] }], emergencyTrunkIds: [] });
  expect(office.explain('9 613-555-0100', 'outbound').steps).toEqual([
    '96135550100 is no extension.',
    'It is none of our own numbers.',
    'The outside prefix 9 is taken away: 6135550100.',
    'It is +16135550100 in the world outside.',
    'The outbound rule for "+1613" takes it.',
    'It goes out by second.',
  ]);
  expect(office.explain('9911', 'outbound').steps.slice(3)).toEqual([
    '911 is an emergency number: no rule and no limit refuses it.',
    'It goes out by first, then second.',
  ]);
});
