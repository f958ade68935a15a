/** A running timer. `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

/** The one source of time; injected, so that tests turn it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once after `ms` milliseconds. Timers keep the process alive; who starts one cancels it on close. */
  after(ms: number, run: () => void): Timer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};
