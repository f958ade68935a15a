/** What a final status of a trunk says about the trunk, and what becomes of the call. */
export interface TrunkFailure {
  /** The next trunk is tried. */
  readonly next: boolean;
  /** The trunk rests: another call would fare no better. */
  readonly rests: boolean;
}

const CALLEE: TrunkFailure = { next: false, rests: false };
const NOT_BY_THIS_TRUNK: TrunkFailure = { next: true, rests: false };
const TRUNK_DOWN: TrunkFailure = { next: true, rests: true };

/**
 * Statuses that speak of the trunk; every other one speaks of the callee (busy, declined, unknown number), and asking
 * another carrier would ring the same telephone. Our library reports silence as 408 and what cannot be sent as 503.
 */
export const trunkFailures: Readonly<Record<number, TrunkFailure>> = {
  // Redirects are not followed: a trunk must not send calls where nobody here decided to pay.
  300: NOT_BY_THIS_TRUNK,
  301: NOT_BY_THIS_TRUNK,
  302: NOT_BY_THIS_TRUNK,
  305: NOT_BY_THIS_TRUNK,
  380: NOT_BY_THIS_TRUNK,
  401: NOT_BY_THIS_TRUNK,
  402: NOT_BY_THIS_TRUNK,
  403: NOT_BY_THIS_TRUNK,
  405: NOT_BY_THIS_TRUNK,
  406: NOT_BY_THIS_TRUNK,
  407: NOT_BY_THIS_TRUNK,
  408: TRUNK_DOWN,
  413: NOT_BY_THIS_TRUNK,
  414: NOT_BY_THIS_TRUNK,
  415: NOT_BY_THIS_TRUNK,
  416: NOT_BY_THIS_TRUNK,
  420: NOT_BY_THIS_TRUNK,
  421: NOT_BY_THIS_TRUNK,
  // A loop, or too long a way: asked at each turn of it, another trunk would double the calls (RFC 5393 section 3).
  482: CALLEE,
  483: CALLEE,
  488: NOT_BY_THIS_TRUNK,
  500: TRUNK_DOWN,
  501: NOT_BY_THIS_TRUNK,
  502: TRUNK_DOWN,
  503: TRUNK_DOWN,
  504: TRUNK_DOWN,
  505: NOT_BY_THIS_TRUNK,
  513: NOT_BY_THIS_TRUNK,
  580: NOT_BY_THIS_TRUNK,
  606: NOT_BY_THIS_TRUNK,
};

/** `alerted`: a telephone rang already, so that a timeout is that of a person. */
export function trunkFailure(status: number, alerted: boolean): TrunkFailure {
  if (alerted && status === 408) return CALLEE;
  return trunkFailures[status] ?? (status >= 500 && status < 600 ? NOT_BY_THIS_TRUNK : CALLEE);
}
