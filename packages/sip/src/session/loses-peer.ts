/** Requests of another usage than the call's: a failure of theirs says nothing about the call (RFC 5057 section 5.1). */
const otherUsages: ReadonlySet<string> = new Set(['NOTIFY', 'REFER', 'SUBSCRIBE']);

/**
 * Does this answer to a request inside the dialog mean that the call is over (RFC 3261 section 12.2.1.2)? 481 is the
 * peer's word that it knows no such call, 408 also our own word for silence. Silence upon OPTIONS ends nothing: there
 * are phones that ignore it, so whoever sends it to look for ghosts decides for himself.
 */
export function losesPeer(method: string, status: number): boolean {
  if (otherUsages.has(method)) return false;
  return status === 481 || (status === 408 && method !== 'OPTIONS');
}
