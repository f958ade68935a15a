export interface Trial {
  readonly rate: number;
  readonly seconds: number;
}

interface SearchOptions {
  /** Calls a second to begin with. */
  readonly from: number;
  /** Length of a trial while the rate is sought, and of the one that counts. */
  readonly probeSeconds: number;
  readonly proofSeconds: number;
  /** The search ends when the rates known good and bad are this near: 0.2 is a fifth. */
  readonly resolution: number;
}

/** From what a short trial passed to the proof, and from a proof that failed to the next. */
const STEP_DOWN = 0.85;

/**
 * Seeks the highest rate without a fault: doubling until a trial fails, bisection, and then a long trial for proof, a
 * bit lower each time it fails. Knows nothing of time, so that two searches can take turns.
 */
export class RateSearch {
  readonly #o: SearchOptions;
  #good = 0;
  #bad = Number.POSITIVE_INFINITY;
  #proving: number | undefined;
  #proven: number | undefined;

  constructor(o: SearchOptions) {
    this.#o = o;
  }

  /** The highest rate that passed the proof; undefined before. */
  get proven(): number | undefined {
    return this.#proven;
  }

  /** What to try next; undefined when there is nothing left to find. */
  next(): Trial | undefined {
    if (this.#proven !== undefined) return undefined;
    const { from, probeSeconds, proofSeconds } = this.#o;
    if (this.#proving !== undefined) return { rate: this.#proving, seconds: proofSeconds };
    const rate =
      this.#bad === Number.POSITIVE_INFINITY
        ? Math.max(from, this.#good * 2)
        : Math.round((this.#good + this.#bad) / 2);
    return { rate, seconds: probeSeconds };
  }

  /** Tells how the trial of `next` went. */
  tell(clean: boolean): void {
    const trial = this.next();
    if (trial === undefined) return;
    if (this.#proving !== undefined) this.#tellProof(trial.rate, clean);
    else {
      if (clean) this.#good = trial.rate;
      else this.#bad = trial.rate;
      if (Number.isFinite(this.#bad) && this.#bad - this.#good <= this.#o.resolution * this.#bad) this.prove();
    }
  }

  /** Ends the search, for the time is up: what is known is proven now. */
  prove(): void {
    this.#proving ??= lower(this.#good);
  }

  #tellProof(rate: number, clean: boolean): void {
    if (clean) this.#proven = rate;
    else this.#proving = lower(rate);
  }
}

function lower(rate: number): number {
  return Math.max(1, Math.floor(rate * STEP_DOWN));
}
