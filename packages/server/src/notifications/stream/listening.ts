import type { Clock } from '../../clock.ts';
import type { StoredPublication } from '../../publications/index.ts';
import type { LiveReceiver, LiveReceivers } from '../live/index.ts';
import { asMatched, type Subscription, SubscriptionEntry } from '../matching/index.ts';
import { asText, eventText } from './frames.ts';
import type { Past } from './past.ts';

/** Where frames go. */
export interface Outlet {
  send(text: string): void;
  /** Set while the client reads slower than we write: resolves when it has caught up, or is gone. */
  drained(): Promise<void> | undefined;
}

interface ListeningOptions {
  /** The client's name for it. */
  readonly id: string;
  readonly subscription: Subscription;
  readonly outlet: Outlet;
  readonly live: LiveReceivers;
  readonly past: Past;
  readonly clock: Clock;
  /** The rights of the user have changed. */
  readonly onEnd: () => void;
}

/**
 * One interest of a client. It reads the outbox until it has read all that the live events have told of meanwhile; from
 * that moment on it passes the live events on. So nothing is missed or told twice, and nothing is kept in memory.
 */
export class Listening implements LiveReceiver {
  readonly #o: ListeningOptions;
  readonly #entry: SubscriptionEntry;
  readonly #stop: () => void;
  /** Everything up to this number has been told; undefined before the beginning. */
  #position: number | undefined;
  /** The last live event that came while the outbox was being read. */
  #seen = 0;
  #live = false;
  #over = false;

  /** @throws FilterError when a filter cannot be read */
  constructor(o: ListeningOptions) {
    this.#o = o;
    this.#entry = new SubscriptionEntry(o.subscription);
    this.#stop = o.live.listen(o.subscription, this);
  }

  /** Begins after the number; undefined: now. Resolves when it is live. */
  async begin(after: number | undefined): Promise<void> {
    const { id, outlet, past } = this.#o;
    const last = await past.last();
    const reason = after === undefined ? undefined : await past.whyLost(after, last);
    if (this.#over) return;
    const number = reason === undefined ? (after ?? last) : last;
    this.#position = number;
    outlet.send(
      asText(reason === undefined ? { type: 'listening', id, number } : { type: 'reload', id, number, reason }),
    );
    await this.#catchUp(number, last);
  }

  /** A sign of life. Those who are live have got everything that is matched. */
  progress(matched: number): void {
    if (this.#position === undefined) return;
    if (this.#live) this.#position = Math.max(this.#position, matched);
    this.#o.outlet.send(asText({ type: 'progress', id: this.#o.id, number: this.#position }));
  }

  receive(publication: StoredPublication): void {
    if (!this.#live) this.#seen = publication.sequence;
    else if (publication.sequence > this.#position!) this.#tell(publication);
  }

  end(): void {
    this.#over = true;
    this.#o.onEnd();
  }

  /** Idempotent. */
  close(): void {
    this.#over = true;
    this.#stop();
  }

  async #catchUp(from: number, last: number): Promise<void> {
    let [position, to] = [from, last];
    for (;;) {
      while (position < to && !this.#over) position = await this.#tellSome(position, to);
      if (this.#over) return;
      this.#position = position;
      if (this.#seen <= position) break;
      to = await this.#o.past.last();
    }
    this.#live = true;
  }

  /** @returns how far it has come */
  async #tellSome(after: number, to: number): Promise<number> {
    const { subscription, outlet, past, clock } = this.#o;
    const { publications, upTo } = await past.read(subscription, { after, to });
    for (const publication of publications) {
      if (this.#over) break;
      if (!this.#entry.wants(asMatched(publication), clock.now(), () => undefined)) continue;
      this.#tell(publication);
      await outlet.drained();
    }
    return upTo;
  }

  #tell(publication: StoredPublication): void {
    this.#position = publication.sequence;
    this.#o.outlet.send(eventText(this.#o.id, publication));
  }
}
