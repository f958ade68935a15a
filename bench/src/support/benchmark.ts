export interface RunOptions {
  /** Shorter and rougher: to see that it works. */
  readonly quick: boolean;
  /** Where V8 profiles of the server go; undefined: it runs without profiler. */
  readonly profileDir: string | undefined;
  /** Of endurance: how long, and how many calls. */
  readonly minutes: number;
  readonly calls: number;
}

/** What a figure should be; see bench/README.md for the reasons. */
export type Aim = { readonly atLeast: number } | { readonly below: number };

/** One line of the table: what Cordboard does beside what its reference does in the same run. */
export interface Comparison {
  readonly measure: string;
  readonly unit: string;
  readonly ours: number;
  readonly reference: number;
  /** What the reference is. */
  readonly against: string;
  /** Ours divided by the reference, from interleaved rounds. */
  readonly ratio: number;
  readonly aim?: { readonly of: 'ratio' | 'ours' } & Aim;
}

export interface Outcome {
  readonly comparisons: readonly Comparison[];
  /** Versions of what it was measured against and with. */
  readonly references: Readonly<Record<string, string>>;
  /** Whatever else explains the figures. */
  readonly details?: object;
}

/** A benchmark that cannot run here says why. */
export interface Skipped {
  readonly skipped: string;
}

export interface Benchmark {
  readonly name: string;
  /** What it measures, in one line. */
  readonly title: string;
  /** What is started goes on the scope, which is closed when the run is over. */
  run(options: RunOptions, scope: AsyncDisposableStack): Promise<Outcome | Skipped>;
}

/** Undefined when there is no aim. */
export function meets({ aim, ratio, ours }: Comparison): boolean | undefined {
  if (aim === undefined) return undefined;
  const value = aim.of === 'ratio' ? ratio : ours;
  return 'atLeast' in aim ? value >= aim.atLeast : value < aim.below;
}
