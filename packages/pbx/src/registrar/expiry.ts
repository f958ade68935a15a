import type { Log, Timer } from '@cordboard/sip';
import type { Deadlines } from '../deadlines.ts';
import type { PbxStore } from '../pbx-store.ts';
import type { Bindings } from './bindings.ts';

const SWEEP_MS = 5_000;

/** Removes registrations that were not renewed. They stop ringing when they expire; this only clears them away. */
export class Expiry {
  readonly #deadlines: Deadlines;
  readonly #bindings: Bindings;
  readonly #store: PbxStore;
  readonly #log: Log;
  readonly #changed: (endpointId: string) => void;
  #timer: Timer | undefined;

  constructor(o: {
    deadlines: Deadlines;
    bindings: Bindings;
    store: PbxStore;
    log: Log;
    changed: (endpointId: string) => void;
  }) {
    this.#deadlines = o.deadlines;
    this.#bindings = o.bindings;
    this.#store = o.store;
    this.#log = o.log;
    this.#changed = o.changed;
  }

  start(): void {
    this.#timer = this.#deadlines.after(SWEEP_MS, () => {
      this.#sweep();
      this.start();
    });
  }

  close(): void {
    this.#timer?.cancel();
  }

  #sweep(): void {
    for (const { endpointId, contact } of this.#bindings.expired()) {
      this.#bindings.delete(endpointId, contact);
      this.#changed(endpointId);
      this.#store.removeBinding(endpointId, contact).catch((error: unknown) => {
        this.#log.warn({ err: error, endpointId }, 'An expired registration could not be removed');
      });
    }
  }
}
