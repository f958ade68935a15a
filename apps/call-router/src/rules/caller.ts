import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

export interface Caller {
  /** E.164. */
  readonly number: string;
  /** For people: +1 613 555 0100. */
  readonly shown: string;
  /** Without country code. */
  readonly national: string;
  /** Digits of the country code. */
  readonly callingCode: string;
}

/**
 * Reads an outside number; undefined for extensions, withheld and malformed ones. A number with its country code needs
 * only a possible length, because new area codes come faster than lists of them; one without must be a valid number of
 * the country, or extensions would pass for numbers.
 */
export function parseCaller(written: string, country: string): Caller | undefined {
  const found = parsePhoneNumberFromString(written, { defaultCountry: country as CountryCode, extract: false });
  if (found === undefined) return undefined;
  const full = written.trim().startsWith('+') ? found.isPossible() && found.nationalNumber.length > 5 : found.isValid();
  if (!full) return undefined;
  return {
    number: found.number,
    shown: found.formatInternational(),
    national: found.nationalNumber,
    callingCode: found.countryCallingCode,
  };
}

/** The one of these area codes that the number begins with; a zero before it may be written or not. */
export function areaOf(caller: Caller, areas: readonly string[], country: string): string | undefined {
  if (caller.callingCode !== getCountryCallingCode(country as CountryCode)) return undefined;
  return areas.find((area) => {
    return caller.national.startsWith(area) || (area.startsWith('0') && caller.national.startsWith(area.slice(1)));
  });
}

export function isCountry(code: string): boolean {
  return isSupportedCountry(code);
}
