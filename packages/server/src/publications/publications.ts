import type { Clock, Timer } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Storage, Tx } from '../storage/index.ts';
import { preparePublicationInsert } from './outbox.ts';
import { deleteOldPublications } from './retention.ts';

/** What a service announces (contract section 6). */
export interface NewPublication {
  readonly accountId: string;
  readonly topic: string;
  /** What happened to the subject: POST made it, PUT changed it, DELETE removed it. */
  readonly method: string;
  /** Path of the resource, with the version prefix. */
  readonly subject: string;
  readonly content: object;
  readonly publisher: { readonly accountId: string; readonly principalId: string };
}

export interface Publications {
  /**
   * Appends to the outbox in the transaction of the change that it announces, so that neither exists without the
   * other. Sequences grow in the order of commits, because storage has one writer at a time on either database.
   */
  publish(tx: Tx, publication: NewPublication): Promise<{ sequence: number; publicationId: string }>;
  /** `listener` is called after each commit with publications in it. Returns the way to stop. */
  onPublished(listener: () => void): () => void;
  /** Begins to delete what is old. */
  start(): void;
  close(): Promise<void>;
}

interface PublicationsOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly settings?: {
    /** How long publications stay after they were delivered. Default: 7 days. */
    readonly retentionMs?: number;
    /** How often old ones are looked for. Default: 10 minutes. */
    readonly retentionIntervalMs?: number;
  };
}

const DAY_MS = 86_400_000;

export function createPublications({ storage, clock, ids, log, settings = {} }: PublicationsOptions): Publications {
  const { retentionMs = 7 * DAY_MS, retentionIntervalMs = 600_000 } = settings;
  const listeners = new Set<() => void>();
  /** Transactions that will tell the listeners already. */
  const publishing = new WeakSet<Tx>();
  let timer: Timer | undefined;
  let cleaning = Promise.resolve();
  const insert = preparePublicationInsert(storage);

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const schedule = () => {
    timer = clock.after(retentionIntervalMs, () => {
      cleaning = clean();
    });
  };
  const clean = async () => {
    try {
      const deleted = await deleteOldPublications(storage, clock.now() - retentionMs);
      if (deleted > 0) log.debug({ deleted }, 'old publications deleted');
    } catch (error) {
      log.error({ error }, 'old publications could not be deleted');
    }
    if (timer) schedule();
  };

  return {
    async publish(tx, publication) {
      if (!publishing.has(tx)) {
        publishing.add(tx);
        tx.afterCommit(tell);
      }
      const publicationId = ids.guid();
      const { topic, method, subject, accountId, publisher, content } = publication;
      const row = {
        publicationId,
        accountId,
        topic,
        method,
        subject,
        content: JSON.stringify(content),
        publisherAccountId: publisher.accountId,
        publisherPrincipalId: publisher.principalId,
        createdOn: clock.now(),
      };
      const [stored] = await insert(tx, [row]);
      return { sequence: (stored as { sequence: number }).sequence, publicationId };
    },
    onPublished(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: schedule,
    async close() {
      timer?.cancel();
      timer = undefined;
      await cleaning;
    },
  };
}
