import type { Storage, Tx } from '../../../src/storage/index.ts';

/** A storage whose transactions a test can hold up or let fail. */
export class GatedStorage implements Storage {
  readonly #storage: Storage;
  #gate: Promise<void> | undefined;
  /** A transaction waits. */
  holding = false;
  /** So many transactions fail. */
  failures = 0;
  failure = new Error('the disk is full');

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  get dialect() {
    return this.#storage.dialect;
  }

  get read() {
    return this.#storage.read;
  }

  prepare: Storage['prepare'] = (build) => this.#storage.prepare(build);

  prepareWrite: Storage['prepareWrite'] = (build) => this.#storage.prepareWrite(build);

  /** The next transaction waits. Returns the way to let it go on. */
  holdNext(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return resolve;
  }

  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const gate = this.#gate;
    this.#gate = undefined;
    if (gate) {
      this.holding = true;
      await gate;
      this.holding = false;
    }
    if (this.failures > 0) {
      this.failures -= 1;
      throw this.failure;
    }
    return this.#storage.transaction(work);
  }

  check(): Promise<void> {
    return this.#storage.check();
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}
