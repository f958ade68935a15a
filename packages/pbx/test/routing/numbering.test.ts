import { expect, test } from 'vitest';
import { emergencyNumbers } from '../../src/routing/emergency.ts';
import { readNumber, writeNumber } from '../../src/routing/numbering.ts';

test.each([
  ['CA', '6135550100', '+16135550100'],
  ['CA', '16135550100', '+16135550100'],
  ['CA', '011442071838750', '+442071838750'],
  ['CA', '+442071838750', '+442071838750'],
  ['CA', '5550100', undefined],
  ['CA', '911', undefined],
  ['CA', '*43#', undefined],
  ['CA', '0', undefined],
  ['GB', '02071838750', '+442071838750'],
  ['GB', '0016135550100', '+16135550100'],
  ['DE', '030123456', '+4930123456'],
  [undefined, '6135550100', undefined],
  [undefined, '+6135550100', '+6135550100'],
  ['CA', '+0123456789', undefined],
])('in %s, %s is %s', (country, dialled, e164) => {
  const numbering = country === undefined ? {} : { country };
  expect(readNumber(dialled, numbering)).toEqual({ dialled, e164 });
});

test.each([
  ['CA', '+16135550100', '+16135550100', '16135550100', '6135550100'],
  ['CA', '+12025550100', '+12025550100', '12025550100', '2025550100'],
  ['CA', '+442071838750', '+442071838750', '442071838750', '011442071838750'],
  ['GB', '+447700900123', '+447700900123', '447700900123', '07700900123'],
  ['GB', '+441534960000', '+441534960000', '441534960000', '01534960000'],
  ['DE', '+16135550100', '+16135550100', '16135550100', '0016135550100'],
  [undefined, '+16135550100', '+16135550100', '16135550100', '16135550100'],
  ['CA', '*43#', '*43#', '*43#', '*43#'],
])('from %s, %s is written for trunks as %s, %s, %s', (country, dialled, e164, withoutPlus, national) => {
  const numbering = country === undefined ? {} : { country };
  const write = (format: Parameters<typeof writeNumber>[1]) =>
    writeNumber(readNumber(dialled, numbering), format, numbering);
  expect([write('e164'), write('e164WithoutPlus'), write('national'), write('dialled')]).toEqual([
    e164,
    withoutPlus,
    national,
    dialled,
  ]);
});

test('emergency numbers are those of the country, with 112 and 911 for visitors', () => {
  expect([...emergencyNumbers({ country: 'GB' })].sort()).toEqual(['112', '18000', '911', '999']);
  expect([...emergencyNumbers({ country: 'CA' })].sort()).toEqual(['112', '911']);
  expect(emergencyNumbers({}).has('999')).toBe(true);
  expect([...emergencyNumbers({ country: 'GB', emergencyNumbers: ['333'] })]).toEqual(['333']);
});
