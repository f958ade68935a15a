/** What a handler gives back. */
export interface Answer {
  /** Default: the first good status of the operation. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
