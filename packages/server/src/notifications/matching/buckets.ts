/** Sets of entries by key. Empty sets are dropped, so that what was removed costs nothing. */
export class Buckets<K, E> {
  readonly #byKey = new Map<K, Set<E>>();

  add(key: K, entry: E): void {
    const bucket = this.#byKey.get(key);
    if (bucket) bucket.add(entry);
    else this.#byKey.set(key, new Set([entry]));
  }

  remove(key: K, entry: E): void {
    const bucket = this.#byKey.get(key);
    bucket?.delete(entry);
    if (bucket?.size === 0) this.#byKey.delete(key);
  }

  get(key: K): ReadonlySet<E> | undefined {
    return this.#byKey.get(key);
  }

  sizeOf(key: K): number {
    return this.#byKey.get(key)?.size ?? 0;
  }

  get keys(): number {
    return this.#byKey.size;
  }
}
