import type { CallCause } from '../calls/call.ts';

/** How a leg came to its end, apart from the plain hang-up which keeps the last cause. */
interface Failure {
  readonly cause: CallCause;
  /** Status for a caller who still waits for the answer to his INVITE. */
  readonly status: number;
}

/**
 * What a final status of a device or trunk means to the calls, and what the waiting caller is told
 * (docs/call-states.md; in the spirit of RFC 3398 section 8.2.6.1). A refusal (603) counts as busy: the caller learns
 * no more than that, and callCancelled is kept for callers who gave up.
 */
export const failures: Readonly<Record<number, Failure>> = {
  403: { cause: 'destNotObtainable', status: 403 },
  404: { cause: 'destNotObtainable', status: 404 },
  408: { cause: 'callNotAnswer', status: 480 },
  410: { cause: 'destNotObtainable', status: 410 },
  415: { cause: 'incompatibleDestination', status: 488 },
  480: { cause: 'callNotAnswer', status: 480 },
  482: { cause: 'destNotObtainable', status: 482 },
  483: { cause: 'destNotObtainable', status: 483 },
  484: { cause: 'destNotObtainable', status: 484 },
  486: { cause: 'busy', status: 486 },
  487: { cause: 'callCancelled', status: 480 },
  488: { cause: 'incompatibleDestination', status: 488 },
  500: { cause: 'networkCongestion', status: 503 },
  502: { cause: 'networkNotObtainable', status: 503 },
  503: { cause: 'networkCongestion', status: 503 },
  504: { cause: 'networkNotObtainable', status: 504 },
  600: { cause: 'busy', status: 486 },
  603: { cause: 'busy', status: 603 },
  604: { cause: 'destNotObtainable', status: 404 },
  606: { cause: 'incompatibleDestination', status: 488 },
};

/** What these mean when they come from the trunk. */
export const trunkFailures: Readonly<Record<number, Failure>> = {
  // The library reports "no answer at all" as 408 and "cannot be sent" as 503: the peer is down.
  408: { cause: 'networkNotObtainable', status: 503 },
  503: { cause: 'networkNotObtainable', status: 503 },
};

/** Meaning of a final failure status (300-699). */
export function failureOf(status: number, fromTrunk: boolean): Failure {
  const known = (fromTrunk ? trunkFailures[status] : undefined) ?? failures[status];
  if (known !== undefined) return known;
  return status >= 500 && status < 600
    ? { cause: 'networkCongestion', status: 503 }
    : { cause: 'destNotObtainable', status: 480 };
}

/**
 * Which of several forked failures the caller is told: a decision of a person beats the silence of a device
 * (RFC 3261 section 16.7 step 6, refined).
 */
export function preferredFailure(statuses: readonly number[]): number {
  const rank = (status: number) => {
    if (status >= 600) return 0;
    const listed = [486, 480, 488, 415].indexOf(status);
    if (listed >= 0) return 1 + listed;
    if (status === 408 || status === 503) return 8;
    return 7;
  };
  return [...statuses].sort((a, b) => rank(a) - rank(b))[0] ?? 480;
}
