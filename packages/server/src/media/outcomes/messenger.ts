import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Sender } from '../../notifications/index.ts';
import type { CommandOutcomeRow, Storage, Tx } from '../../storage/index.ts';
import { deleteOutcome, updateOutcome } from './repository.ts';

/** Pauses before the second, third, ... attempt; after the last one it is given up. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000];

/** An outcome that is known and has somewhere to go. */
export type Message = CommandOutcomeRow & { readonly url: string; readonly body: string };

interface MessengerOptions {
  readonly storage: Storage;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly log: Log;
}

/** Brings outcomes to their receivers, each on its own, at least once; what is not brought yet stays in the database. */
export class Messenger {
  readonly #o: MessengerOptions;
  readonly #stop = new AbortController();
  readonly #working = new Set<Promise<void>>();

  constructor(o: MessengerOptions) {
    this.#o = o;
  }

  send(message: Message): void {
    const { log } = this.#o;
    const { outcomeId } = message;
    const work = this.#deliver(message)
      .catch((error: unknown) => log.error({ err: error, outcomeId }, 'An outcome waits for the next start'))
      .finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  /** Ends what is under way; it goes on at the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#working);
  }

  async #deliver({ outcomeId, principalId, url, body, attempts }: Message): Promise<void> {
    const { sender, log } = this.#o;
    const { signal } = this.#stop;
    const parcel = { id: outcomeId, url: new URL(url), applicationId: principalId, body };
    for (let failed = attempts; !signal.aborted; ) {
      const taken = await sender.post(parcel, signal);
      if (signal.aborted && !taken) return;
      const pauseMs = RETRY_MS[failed];
      if (taken || pauseMs === undefined) {
        if (!taken) log.warn({ outcomeId, attempts: failed + 1 }, 'An outcome was given up: nobody took it');
        await this.#write((tx) => deleteOutcome(tx, outcomeId));
        return;
      }
      failed += 1;
      await this.#write((tx) => updateOutcome(tx, outcomeId, { attempts: failed }));
      await this.#pause(pauseMs);
    }
  }

  async #write(work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.#o.storage.transaction(work);
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((over) => {
      const end = () => {
        timer.cancel();
        signal.removeEventListener('abort', end);
        over();
      };
      const timer = this.#o.clock.after(ms, end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }
}
