import type { Log } from '@cordboard/sip';
import { PbxError } from '../pbx-error.ts';
import type { PbxStore } from '../pbx-store.ts';

/** Ids a block; one store write serves this many calls. */
const BLOCK = 5_000;
/** The next block is asked for when fewer than this many ids are left, so that no call waits for the disk. */
const LOW_WATER = 2_500;

/**
 * Short decimal call ids that never repeat, also not after a restart: they are taken from blocks which the store has
 * promised away before the first id of the block is used.
 */
export class CallIds {
  readonly #store: PbxStore;
  readonly #log: Log;
  #blocks: { next: number; end: number }[] = [];
  #left = 0;
  #reserving: Promise<void> | undefined;

  constructor(store: PbxStore, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** Reserves the first block. @throws what the store throws */
  async start(): Promise<void> {
    await this.#reserve();
  }

  /** @throws PbxError overloaded when the store has not delivered the next block in time */
  next(): string {
    const block = this.#blocks[0];
    if (block === undefined) {
      this.#refill();
      throw new PbxError('overloaded', 'No call id is left: the store has not reserved the next block yet.');
    }
    const id = block.next;
    block.next += 1;
    this.#left -= 1;
    if (block.next === block.end) this.#blocks.shift();
    if (this.#left < LOW_WATER) this.#refill();
    return String(id);
  }

  /** Resolves when no reservation is under way: nothing may write to the store after the PBX was closed. */
  async settled(): Promise<void> {
    await this.#reserving;
  }

  #refill(): void {
    if (this.#reserving !== undefined) return;
    this.#reserving = this.#reserve()
      .catch((error: unknown) => this.#log.error({ err: error }, 'Reserving call ids failed'))
      .finally(() => {
        this.#reserving = undefined;
      });
  }

  async #reserve(): Promise<void> {
    const first = await this.#store.reserveCallIds(BLOCK);
    this.#blocks.push({ next: first, end: first + BLOCK });
    this.#left += BLOCK;
  }
}
