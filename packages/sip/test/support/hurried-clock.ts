import { type Clock, systemClock } from '../../src/index.ts';

/** The system's clock in a hurry: what takes `factor` seconds is over after one. For pauses that cannot be skipped. */
export function hurriedClock(factor: number): Clock {
  return { now: () => systemClock.now(), after: (ms, run) => systemClock.after(ms / factor, run) };
}
