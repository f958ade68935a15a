/** RFC 3261 section 17.1.1.1 and table 4; RFC 6026 for L and M. All in milliseconds. */
export interface TimerValues {
  /** Round-trip estimate. */
  readonly t1Ms: number;
  /** Longest interval between retransmissions of non-INVITE requests and INVITE responses. */
  readonly t2Ms: number;
  /** Longest life of a message in the network. */
  readonly t4Ms: number;
}

export const defaultTimers: TimerValues = { t1Ms: 500, t2Ms: 4_000, t4Ms: 5_000 };

/** Timers B, D, F, H, J, L and M: 64*T1. */
export function sixtyFourT1(timers: TimerValues): number {
  return 64 * timers.t1Ms;
}
