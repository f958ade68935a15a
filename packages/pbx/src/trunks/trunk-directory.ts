import type { Flow } from '@cordboard/sip';
import type { Trunk, TrunkState } from './trunk.ts';
import { TrunkLine } from './trunk-line.ts';

/** The trunks of this PBX, in the order in which they were added. Changes take effect at once; calls go on. */
export interface TrunkDirectory {
  /** Adds, or replaces where it stands. */
  set(trunk: Trunk): void;
  remove(trunkId: string): void;
  get(trunkId: string): Trunk | undefined;
  list(): Trunk[];
  state(trunkId: string): TrunkState | undefined;
  /** Told when a trunk goes up or down, or its registration changes. The returned function unsubscribes. */
  onStateChanged(listener: (state: TrunkState) => void): () => void;
}

type LineOptions = Omit<ConstructorParameters<typeof TrunkLine>[0], 'trunk' | 'calls' | 'changed'> & {
  readonly calls: (trunkId: string) => number;
};

export class Trunks implements TrunkDirectory {
  readonly #o: LineOptions;
  readonly #lines = new Map<string, TrunkLine>();
  readonly #listeners = new Set<(state: TrunkState) => void>();
  #started = false;

  constructor(o: LineOptions) {
    this.#o = o;
  }

  set(trunk: Trunk): void {
    this.#lines.get(trunk.trunkId)?.close();
    const line = new TrunkLine({
      ...this.#o,
      trunk: Object.freeze({ ...trunk }),
      calls: () => this.#o.calls(trunk.trunkId),
      changed: () => this.#tell(line),
    });
    this.#lines.set(trunk.trunkId, line);
    if (this.#started) line.start();
  }

  remove(trunkId: string): void {
    this.#lines.get(trunkId)?.close();
    this.#lines.delete(trunkId);
  }

  get(trunkId: string): Trunk | undefined {
    return this.#lines.get(trunkId)?.trunk;
  }

  list(): Trunk[] {
    return [...this.#lines.values()].map(({ trunk }) => trunk);
  }

  state(trunkId: string): TrunkState | undefined {
    return this.#lines.get(trunkId)?.state;
  }

  onStateChanged(listener: (state: TrunkState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  line(trunkId: string): TrunkLine | undefined {
    return this.#lines.get(trunkId);
  }

  /** Whose address a request came from; of several trunks at one address the one whose user is called. */
  bySource(flow: Flow, calledUser: string): Trunk | undefined {
    const lines = [...this.#lines.values()].filter((line) => line.isSource(flow));
    const named = lines.find(({ trunk }) => trunk.credentials?.username === calledUser);
    return (named ?? lines[0])?.trunk;
  }

  /** Who answers our challenges by this name. */
  byUsername(username: string): Trunk | undefined {
    return this.list().find(({ enabled, inbound }) => enabled && inbound?.username === username);
  }

  start(): void {
    this.#started = true;
    for (const line of this.#lines.values()) line.start();
  }

  close(): void {
    for (const line of this.#lines.values()) line.close();
    this.#listeners.clear();
  }

  #tell(line: TrunkLine): void {
    // A line that was replaced has nothing to say any more.
    if (this.#lines.get(line.trunk.trunkId) !== line) return;
    for (const listener of this.#listeners) listener(line.state);
  }
}
