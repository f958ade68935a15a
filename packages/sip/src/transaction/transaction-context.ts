import type { Clock } from '../clock.ts';
import type { TimerValues } from './timers.ts';

/** What every transaction needs. */
export interface TransactionContext {
  readonly clock: Clock;
  readonly timers: TimerValues;
}
