import type { DirectoryEntry, EndpointDirectory } from './endpoint-directory.ts';

/** The extensions in memory; the platform fills it at start and keeps it current. */
export class Directory implements EndpointDirectory {
  readonly #entries = new Map<string, DirectoryEntry>();
  readonly #onRemoved: (endpointId: string) => void;

  constructor(onRemoved: (endpointId: string) => void) {
    this.#onRemoved = onRemoved;
  }

  set(entry: DirectoryEntry): void {
    this.#entries.set(entry.endpointId, Object.freeze({ ...entry }));
  }

  remove(endpointId: string): void {
    if (this.#entries.delete(endpointId)) this.#onRemoved(endpointId);
  }

  get(endpointId: string): DirectoryEntry | undefined {
    return this.#entries.get(endpointId);
  }

  list(): DirectoryEntry[] {
    return [...this.#entries.values()];
  }
}
