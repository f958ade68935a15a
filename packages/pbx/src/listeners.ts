import type { Log } from '@cordboard/sip';

/**
 * Tells listeners in the order of the events, one microtask after the event: a listener never runs inside the engine
 * while it is half-way through a change, and one that throws disturbs neither the engine nor the others.
 */
export class Listeners<Event> {
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #log: Log;
  #queue: Event[] = [];

  constructor(log: Log) {
    this.#log = log;
  }

  add(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  tell(event: Event): void {
    if (this.#queue.push(event) === 1) queueMicrotask(() => this.flush());
  }

  /** Delivers what is queued now. */
  flush(): void {
    const events = this.#queue;
    this.#queue = [];
    for (const event of events) {
      for (const listener of this.#listeners) this.#call(listener, event);
    }
  }

  #call(listener: (event: Event) => void, event: Event): void {
    try {
      listener(event);
    } catch (error) {
      this.#log.error({ err: error }, 'A listener of the PBX threw');
    }
  }
}
