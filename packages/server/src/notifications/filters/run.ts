import type { Json } from './json.ts';
import { MAX_DESCENT, MAX_STEPS } from './limits.ts';

/** The state of one evaluation. */
export interface Run {
  readonly root: Json;
  stepsLeft: number;
  descent: number;
  /** Nodes counted by the innermost count() or value(). */
  count: number;
  last: Json | undefined;
}

/** Thrown once the budget of an evaluation is used up; one object, because a stack trace would cost more than the rest. */
export const exhausted = new Error('the filter used up its budget');

export function startRun(root: Json): Run {
  return { root, stepsLeft: MAX_STEPS, descent: 0, count: 0, last: undefined };
}

/** Pays for one node or term. */
export function spend(run: Run, steps = 1): void {
  run.stepsLeft -= steps;
  if (run.stepsLeft < 0) throw exhausted;
}

export function goDown(run: Run): void {
  run.descent += 1;
  if (run.descent > MAX_DESCENT) throw exhausted;
}
