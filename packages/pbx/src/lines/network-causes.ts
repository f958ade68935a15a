/**
 * Causes of the telephone network (ITU-T Q.850) and the status that means the same to a call here. After RFC 3398
 * section 7.2.4.1; where its table says 503 for everything, it is told apart what is full (500) and what is down (502).
 */
const statuses: Readonly<Record<number, number>> = {
  // Unallocated, no route, number changed, incomplete.
  1: 404,
  2: 404,
  3: 404,
  22: 410,
  28: 484,
  // Busy, no answer, not there, rejected.
  17: 486,
  18: 480,
  19: 480,
  20: 480,
  21: 603,
  // Out of order.
  27: 502,
  38: 502,
  41: 502,
  // No circuit, congestion, no resource.
  34: 500,
  42: 500,
  47: 500,
  // Bearer capability, incompatible destination.
  65: 488,
  79: 488,
  88: 488,
};

/** Undefined: the cause says no more than the status that it came with. */
export function statusOfCause(cause: number): number | undefined {
  return statuses[cause];
}
