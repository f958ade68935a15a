/** Answers of one query kept at a time. */
const LIMIT = 10_000;

/**
 * Rows of prepared reads, kept until the next commit. The folder's lock makes this process the only writer, so until
 * then the file would give the same rows again.
 */
export class RecentRows {
  #commits = 0;

  /** After each commit. */
  forget(): void {
    this.#commits += 1;
  }

  /** The same read, from memory where nothing was committed since. */
  of<R>(read: (values: readonly unknown[]) => R[]): (values: readonly unknown[]) => readonly R[] {
    const known = new Map<string, readonly R[]>();
    let commits = this.#commits;
    return (values) => {
      if (commits !== this.#commits || known.size >= LIMIT) known.clear();
      commits = this.#commits;
      const key = values.join('\0');
      const kept = known.get(key);
      if (kept !== undefined) return kept;
      const rows = read(values).map((row) => Object.freeze(row) as R);
      known.set(key, rows);
      return rows;
    };
  }
}
