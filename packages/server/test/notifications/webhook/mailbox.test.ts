import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delivery } from '../../../src/notifications/delivery.ts';
import type { Lane } from '../../../src/notifications/webhook/lane.ts';
import { Mailbox } from '../../../src/notifications/webhook/mailbox.ts';

const PAGE = 3;
const limits = { lanes: 2, queued: 2 };

/**
 * A mailbox with the database that it loads from. Every step of the deliverer is one event, so that a test can order
 * them as it likes: reads see what is stored when they begin, and come back whenever.
 */
class Post {
  readonly mailbox = new Mailbox(limits);
  readonly sent: Delivery[] = [];
  #stored: Delivery[] = [];
  #sequence = 0;
  #sending: Lane[] = [];
  #reads: (() => void)[] = [];

  get done(): boolean {
    return this.#stored.length === 0;
  }

  /** Stores a delivery and hands it over, as the engine does. */
  make(subject: string): void {
    this.#sequence += 1;
    const delivery = deliveryOf(this.#sequence, subject);
    this.#stored.push(delivery);
    this.mailbox.offer(delivery);
    this.#load();
  }

  send(): void {
    const lane = this.mailbox.ready.shift();
    if (!lane) return;
    lane.become('sending');
    this.sent.push(lane.first!);
    this.#sending.push(lane);
  }

  /** The answer to one of the requests that are out is on disk. */
  settle(which: number, success: boolean): void {
    const [lane] = this.#sending.splice(which % Math.max(1, this.#sending.length), 1);
    if (!lane) return;
    lane.become('settling');
    if (success) {
      this.#stored = this.#stored.filter((delivery) => delivery !== lane.first);
      lane.shift();
    } else this.sent.splice(this.sent.indexOf(lane.first!), 1);
    if (lane.first) this.#queue(lane);
    else if (lane.more) this.#loadLane(lane);
    else this.#finish(lane);
    this.#load();
  }

  /** One of the reads comes back. */
  read(which: number): void {
    this.#reads.splice(which % Math.max(1, this.#reads.length), 1)[0]?.();
    this.#load();
  }

  /** Lets everything come to its end. */
  drain(): void {
    for (let n = 0; n < 10_000 && !this.done; n += 1) {
      this.send();
      this.settle(0, true);
      this.read(0);
    }
  }

  #load(): void {
    const after = this.mailbox.beginLoad();
    if (after === undefined) return;
    const page = this.#stored.filter(({ publication }) => publication.sequence > after).slice(0, PAGE);
    this.#reads.push(() => this.mailbox.load(page, page.length < PAGE));
  }

  #loadLane(lane: Lane): void {
    lane.become('loading');
    const later = ({ publication }: Delivery) =>
      publication.subject === lane.subject && publication.sequence > lane.lastSequence;
    const page = this.#stored.filter(later).slice(0, limits.queued);
    this.#reads.push(() => {
      this.mailbox.loadLane(lane, page, page.length < limits.queued);
      if (lane.first) this.#queue(lane);
      else if (lane.more) this.#loadLane(lane);
      else this.#finish(lane);
    });
  }

  #queue(lane: Lane): void {
    lane.become('queued');
    this.mailbox.ready.push(lane);
  }

  #finish(lane: Lane): void {
    lane.become('finished');
    this.mailbox.closeLane(lane);
  }
}

function deliveryOf(sequence: number, subject: string): Delivery {
  const publication = {
    sequence,
    subject,
    publicationId: `p-${sequence}`,
    accountId: 'a',
    topic: 't',
    method: 'PUT',
    content: '{}',
    publisherAccountId: 'a',
    publisherPrincipalId: 'u',
    createdOn: 0,
  };
  return { deliveryId: sequence, subscriptionId: 's', attempts: 0, createdOn: 0, publication };
}

const events = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('make' as const), subject: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('send' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('settle' as const), which: fc.nat(5), success: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), which: fc.nat(5) }) },
);

test('whatever comes between what, each delivery is sent once and each subject in order', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 80 }), (list) => {
      const post = new Post();
      let made = 0;
      for (const event of list) {
        if (event.kind === 'make') {
          made += 1;
          post.make(event.subject);
        } else if (event.kind === 'send') post.send();
        else if (event.kind === 'settle') post.settle(event.which, event.success);
        else post.read(event.which);
        expect(post.mailbox.lanes.size).toBeLessThanOrEqual(limits.lanes);
      }
      post.drain();
      expect(post.done).toBe(true);
      expect(post.mailbox.idle).toBe(true);
      expect(post.sent).toHaveLength(made);
      const last = new Map<string, number>();
      for (const { publication } of post.sent) {
        expect(publication.sequence).toBeGreaterThan(last.get(publication.subject) ?? 0);
        last.set(publication.subject, publication.sequence);
      }
    }),
    { numRuns: 3_000 },
  );
});
