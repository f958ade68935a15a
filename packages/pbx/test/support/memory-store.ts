import type { Binding, PbxStore } from '../../src/index.ts';

/** A store in memory that outlives the PBX of a test, so that a restart can be played. */
export class MemoryStore implements PbxStore {
  readonly bindings = new Map<string, Binding>();
  #next = 1;

  async loadBindings(): Promise<Binding[]> {
    return [...this.bindings.values()];
  }

  async saveBinding(binding: Binding): Promise<void> {
    this.bindings.set(`${binding.endpointId} ${binding.contact}`, binding);
  }

  async removeBinding(endpointId: string, contact: string): Promise<void> {
    this.bindings.delete(`${endpointId} ${contact}`);
  }

  async reserveCallIds(count: number): Promise<number> {
    const first = this.#next;
    this.#next += count;
    return first;
  }
}
