import type { Scanner } from './scanner.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '/': '/',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const INTEGER = /0|-?[1-9][0-9]*/y;

/** A quoted string (RFC 9535 section 2.3.1.1); the scanner stands on its opening quote. */
export function readString(scanner: Scanner): string {
  const start = scanner.at;
  const quote = scanner.peek();
  scanner.at += 1;
  let value = '';
  while (scanner.peek() !== quote) {
    if (scanner.done) scanner.fail('the string has no end', start);
    const char = scanner.peek();
    if (char < ' ') scanner.fail('a control character in a string must be escaped');
    scanner.at += 1;
    value += char === '\\' ? readEscape(scanner) : char;
  }
  scanner.at += 1;
  if (!value.isWellFormed()) scanner.fail('the string holds half of a surrogate pair', start);
  return value;
}

function readEscape(scanner: Scanner): string {
  const letter = scanner.peek();
  scanner.at += 1;
  if (letter === 'u') {
    const digits = scanner.text.slice(scanner.at, scanner.at + 4);
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) scanner.fail('expected four hexadecimal digits after \\u');
    scanner.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  if (!Object.hasOwn(ESCAPES, letter)) scanner.fail(`unknown escape \\${letter}`, scanner.at - 2);
  return ESCAPES[letter]!;
}

/** A JSON number, or undefined when none stands here. */
export function readNumber(scanner: Scanner): number | undefined {
  NUMBER.lastIndex = scanner.at;
  const found = NUMBER.exec(scanner.text);
  if (!found) return undefined;
  scanner.at += found[0].length;
  if (/[0-9A-Za-z_.]/.test(scanner.peek())) scanner.fail('the number is malformed', found.index);
  return Number(found[0]);
}

/** An integer as indexes and slices use them (RFC 9535 section 2.1), or undefined when none stands here. */
export function readInteger(scanner: Scanner): number | undefined {
  INTEGER.lastIndex = scanner.at;
  const found = INTEGER.exec(scanner.text);
  if (!found) return undefined;
  scanner.at += found[0].length;
  if (/[0-9.eE]/.test(scanner.peek())) scanner.fail('the index is malformed', found.index);
  const value = Number(found[0]);
  if (!Number.isSafeInteger(value)) scanner.fail('the index is out of range', found.index);
  return value;
}
