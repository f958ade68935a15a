/**
 * The header that says when to come again; `at`: milliseconds since the epoch. An HTTP-date, for the contract's own
 * client reads the value with `new Date()`; it has no milliseconds.
 */
export function retryAfter(at: number): { 'retry-after': string } {
  return { 'retry-after': new Date(Math.ceil(at / 1_000) * 1_000).toUTCString() };
}
