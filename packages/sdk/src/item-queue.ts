/** Items on their way from who makes them to who asks for them one by one. */
export class ItemQueue<T> {
  #items: T[] = [];
  #waiting: PromiseWithResolvers<IteratorResult<T, undefined>>[] = [];
  #emptied: PromiseWithResolvers<void> | undefined;
  #ended = false;
  #error: { readonly cause: unknown } | undefined;

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    if (this.#ended) return;
    const first = this.#waiting.shift();
    if (first === undefined) this.#items.push(item);
    else first.resolve({ done: false, value: item });
  }

  /** Resolves when nothing is left that nobody has asked for. */
  async emptied(): Promise<void> {
    if (this.#items.length === 0) return;
    this.#emptied ??= Promise.withResolvers();
    await this.#emptied.promise;
  }

  /** What is left is thrown away. Idempotent. */
  end(): void {
    this.#items = [];
    this.#finish();
  }

  /** Who has taken what is left gets the error, once. */
  fail(cause: unknown): void {
    if (this.#ended) return;
    const first = this.#waiting.shift();
    if (first === undefined) this.#error = { cause };
    else first.reject(cause);
    this.#finish();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#items.length > 0) {
      const value = this.#items.shift() as T;
      if (this.#items.length === 0) this.#emptied?.resolve();
      return Promise.resolve({ done: false, value });
    }
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) return Promise.reject(error.cause);
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    const waiting = Promise.withResolvers<IteratorResult<T, undefined>>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  #finish(): void {
    this.#ended = true;
    this.#emptied?.resolve();
    for (const waiting of this.#waiting.splice(0)) waiting.resolve({ done: true, value: undefined });
  }
}
