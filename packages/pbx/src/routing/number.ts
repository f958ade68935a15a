/** What can be dialled: digits, * and #, a leading +; or the name of an extension with letters. */
const DIALLED = /^\+?[0-9*#]{1,32}$/;
const SEPARATORS = /[\s().\-/]/g;

/** A number without the marks that people write between digits: "+1 (613) 555-0100" is "+16135550100". */
export function plainNumber(written: string): string {
  return written.replace(SEPARATORS, '');
}

/** Can a trunk be asked for it? Refuses letters, so that a mistyped name never leaves the house. */
export function isDialledNumber(number: string): boolean {
  return DIALLED.test(number);
}
