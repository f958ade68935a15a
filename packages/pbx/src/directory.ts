import type { DirectoryEntry, EndpointDirectory } from './endpoint-directory.ts';

/** The extensions in memory; the platform fills it at start and keeps it current. */
export class Directory implements EndpointDirectory {
  readonly #entries = new Map<string, DirectoryEntry>();
  /** How many extensions have so many digits. */
  readonly #lengths = new Map<number, number>();
  readonly #onRemoved: (endpointId: string) => void;

  constructor(onRemoved: (endpointId: string) => void) {
    this.#onRemoved = onRemoved;
  }

  set(entry: DirectoryEntry): void {
    if (!this.#entries.has(entry.endpointId)) this.#countLength(entry.endpointId, 1);
    this.#entries.set(entry.endpointId, Object.freeze({ ...entry }));
  }

  remove(endpointId: string): void {
    if (!this.#entries.delete(endpointId)) return;
    this.#countLength(endpointId, -1);
    this.#onRemoved(endpointId);
  }

  /** Is there an extension with as many digits? Then such a number is meant to be one. */
  hasLength(digits: number): boolean {
    return (this.#lengths.get(digits) ?? 0) > 0;
  }

  get(endpointId: string): DirectoryEntry | undefined {
    return this.#entries.get(endpointId);
  }

  list(): DirectoryEntry[] {
    return [...this.#entries.values()];
  }

  #countLength(endpointId: string, step: 1 | -1): void {
    this.#lengths.set(endpointId.length, (this.#lengths.get(endpointId.length) ?? 0) + step);
  }
}
