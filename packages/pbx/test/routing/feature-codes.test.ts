import { expect, test } from 'vitest';
import { readFeatureCode } from '../../src/routing/feature-codes.ts';
import { routing, trunk } from './tables.ts';

test.each([
  ['*97', 'ownMailbox', ''],
  ['*722881', 'forwardingOn', '2881'],
  ['*72+16135550100', 'forwardingOn', '+16135550100'],
  ['*72', 'forwardingOn', ''],
  ['*73', 'forwardingOff', ''],
  ['*78', 'doNotDisturbOn', ''],
  ['*79', 'doNotDisturbOff', ''],
  ['*69', 'callBack', ''],
  ['*8', 'pickUpInGroup', ''],
  ['**2881', 'pickUp', '2881'],
])('%s is %s of "%s"', (dialled, feature, number) => {
  expect(readFeatureCode(dialled, {})).toMatchObject({ feature, number });
});

test.each(['*43#', '*82', '*781', '*72*73', '*72abc', '*', '78', '911', '#72', `*72${'1'.repeat(33)}`])(
  '%s is no code',
  (dialled) => {
    expect(readFeatureCode(dialled, {})).toBe(undefined);
  },
);

test('the explanation of a number names the code; from outside it is none', () => {
  const office = routing([trunk('a')]);
  const { steps, destination } = office.explain('*72 613-555-0100', 'outbound');
  expect([steps.at(-1), destination]).toEqual([
    '*72 is a feature code: all calls of the telephone go to the number behind it.',
    undefined,
  ]);
  expect(office.explain('*72', 'inbound').featureCode).toBe(undefined);
});

test('switched off, codes go out as they are dialled', () => {
  const office = routing([trunk('a')], { country: 'CA', featureCodes: false });
  expect(office.explain('*72', 'outbound').destination).toMatchObject({ kind: 'trunk', number: '*72' });
});
