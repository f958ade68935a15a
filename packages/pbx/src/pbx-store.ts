import type { Binding } from './registrar/binding.ts';

/**
 * What outlives the process. A registration is acknowledged only after saveBinding resolved, so an implementation
 * resolves when the row is on disk.
 */
export interface PbxStore {
  loadBindings(): Promise<Binding[]>;
  /** Insert or replace by (endpointId, contact). */
  saveBinding(binding: Binding): Promise<void>;
  removeBinding(endpointId: string, contact: string): Promise<void>;
  /** Reserves `count` call ids for ever and returns the first: ids never repeat after a restart. */
  reserveCallIds(count: number): Promise<number>;
}
