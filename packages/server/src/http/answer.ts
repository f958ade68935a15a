/** What a handler gives back. */
export interface Answer {
  /** Default: the first good status of the operation. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Holds a secret that is shown this once: never stored, not even for an Idempotency-Key. */
  readonly secret?: boolean;
}

/** An answer that leaves. */
export type Answered = Answer & { readonly status: number };
