import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

/** How numbers are dialled and written where this PBX stands. */
export interface Numbering {
  /** ISO 3166 code, such as CA; without it only numbers with a + are understood, all others go out as dialled. */
  readonly country?: string;
  /** Digits that people put before outside numbers, such as 9. */
  readonly outsidePrefix?: string;
  /** In place of those of the country. */
  readonly emergencyNumbers?: readonly string[];
  /** Do codes such as *72 mean something to this PBX? Else they go out as they are. Default true. */
  readonly featureCodes?: boolean;
}

/** How a trunk wants numbers: +16135550100, 16135550100, 6135550100 (foreign ones with the international prefix). */
export type NumberFormat = 'e164' | 'e164WithoutPlus' | 'national' | 'dialled';

/** A number outside. */
export interface OutsideNumber {
  /** As it was dialled, without marks and without the outside prefix. */
  readonly dialled: string;
  /** Undefined for short codes, and for national numbers when the country is not known. */
  readonly e164: string | undefined;
}

const GLOBAL = /^\+[1-9][0-9]{6,14}$/;

export function isCountry(code: string): boolean {
  return isSupportedCountry(code);
}

/** Reads a number without marks, dialled nationally, internationally or with a +. */
export function readNumber(dialled: string, { country }: Numbering): OutsideNumber {
  // What has a + is taken as it is: ranges newer than our table must be reachable.
  if (GLOBAL.test(dialled)) return { dialled, e164: dialled };
  if (!/^[0-9]+$/.test(dialled) || country === undefined) return { dialled, e164: undefined };
  const parsed = parsePhoneNumberFromString(dialled, country as CountryCode);
  return { dialled, e164: parsed?.isValid() === true ? parsed.number : undefined };
}

/** The number as a trunk wants it; what has no E.164 form goes as it was dialled. */
export function writeNumber(number: OutsideNumber, format: NumberFormat, { country }: Numbering): string {
  const { dialled, e164 } = number;
  if (e164 === undefined || format === 'dialled') return dialled;
  if (format === 'e164') return e164;
  return format === 'e164WithoutPlus' ? e164.slice(1) : national(e164, country);
}

function national(e164: string, country: string | undefined): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed === undefined || country === undefined) return e164.slice(1);
  const fromCountry = country as CountryCode;
  const home = parsed.countryCallingCode === getCountryCallingCode(fromCountry);
  const written = home ? parsed.formatNational() : parsed.format('IDD', { fromCountry });
  return written.replace(/\D/g, '');
}
