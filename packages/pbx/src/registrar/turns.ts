/** What concerns one endpoint is done one thing after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** `work` must not fail. */
  take(endpointId: string, work: () => Promise<void>): void {
    const settled = (this.#last.get(endpointId) ?? Promise.resolve()).then(work).finally(() => {
      if (this.#last.get(endpointId) === settled) this.#last.delete(endpointId);
    });
    this.#last.set(endpointId, settled);
  }

  /** Resolves when nothing is being done. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
