import type { Numbering } from './numbering.ts';

/**
 * Emergency numbers by country (ISO 3166). The list is ours to keep: a number that is missing here is set with
 * CORDBOARD_EMERGENCY_NUMBERS. 112 and 911 are added everywhere: visitors dial what they know from home.
 */
export const emergencyByCountry: Readonly<Record<string, readonly string[]>> = {
  AR: ['100', '101', '107'],
  AT: ['122', '128', '133', '140', '144', '147'],
  AU: ['000', '106'],
  BE: ['100', '101'],
  BR: ['190', '192', '193'],
  CA: [],
  CH: ['117', '118', '144', '1414'],
  CL: ['131', '132', '133'],
  CN: ['110', '119', '120', '122'],
  CO: ['123'],
  CZ: ['150', '155', '156', '158'],
  DE: ['110'],
  DK: [],
  ES: ['061', '062', '080', '085', '088', '091', '092'],
  FI: [],
  FR: ['15', '17', '18', '114', '115', '119', '191', '196'],
  GB: ['999', '18000'],
  GR: ['100', '108', '166', '199'],
  HK: ['999', '992'],
  HU: ['104', '105', '107'],
  IE: ['999'],
  IL: ['100', '101', '102'],
  IN: ['100', '101', '102', '108'],
  IT: ['113', '115', '118'],
  JP: ['110', '118', '119'],
  KR: ['119'],
  LU: ['113'],
  MX: [],
  MY: ['999'],
  NL: [],
  NO: ['110', '113', '1412'],
  NZ: ['111'],
  PH: [],
  PL: ['997', '998', '999'],
  PT: [],
  RU: ['101', '102', '103'],
  SE: [],
  SG: ['995', '999'],
  TH: ['191', '199', '1669'],
  TR: ['110', '155', '156'],
  TW: ['110', '119'],
  UA: ['101', '102', '103'],
  US: [],
  ZA: ['10111', '10177'],
};

const EVERYWHERE = ['112', '911'];

/** Without a country whatever is an emergency number in many of them. */
const ANYWHERE = ['000', '110', '111', '112', '113', '114', '115', '117', '118', '119', '911', '999'];

/** Numbers that must always find their way out, whatever extensions look like. */
export function emergencyNumbers({ country, emergencyNumbers: own }: Numbering): ReadonlySet<string> {
  if (own !== undefined) return new Set(own);
  const listed = country === undefined ? undefined : emergencyByCountry[country];
  return new Set(listed === undefined ? [...ANYWHERE, ...EVERYWHERE] : [...EVERYWHERE, ...listed]);
}
