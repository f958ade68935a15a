import { callSubject, topics } from '@cordboard/contract';
import type { Call, Party } from '@cordboard/pbx';
import type { Clock } from '../clock.ts';
import type { EndpointEntry, Gateway } from '../gateways/index.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Publications } from '../publications/index.ts';
import type { Storage, Tx } from '../storage/index.ts';
import { abandonedCall } from './abandoned-call.ts';
import { callRecord } from './call-record.ts';
import { ChangeQueue } from './change-queue.ts';
import { type CallView, callContent } from './presenter.ts';
import { openCallRecords, prepareCallRecordSave } from './repository.ts';

const ABANDONED_BATCH = 200;

interface Change {
  readonly call: Call;
  readonly entry: EndpointEntry;
  readonly receivedAt: number;
}

export interface RecorderOptions {
  readonly gateway: Gateway;
  readonly storage: Storage;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly finalState: 'idle' | 'completed';
}

/**
 * Writes each change of a call: its record and its publication in one transaction (design section 2, rule 2), in the
 * order in which the PBX told them. While the database does not save, changes wait and are written afterwards.
 */
export class CallRecorder {
  readonly #o: RecorderOptions;
  readonly #queue: ChangeQueue<Change>;
  readonly #saveRecords;
  #unsubscribe: (() => void) | undefined;

  constructor(o: RecorderOptions) {
    const { clock, log, storage } = o;
    this.#o = o;
    this.#saveRecords = prepareCallRecordSave(storage);
    this.#queue = new ChangeQueue({
      clock,
      log,
      save: (changes) => storage.transaction((tx) => this.#save(tx, changes)),
      describe: ({ call: { endpointId, callId, state } }) => ({ endpointId, callId, state }),
    });
  }

  /** Ends what a server that was killed has left open, then listens. To be called before the PBX takes calls. */
  async start(): Promise<void> {
    await this.#endAbandoned();
    this.#unsubscribe = this.#o.gateway.pbx.onCallChanged((call) => this.#take(call));
  }

  /** @throws StorageError while changes wait for a database that does not save */
  requireSaving(): void {
    this.#queue.requireSaving();
  }

  /**
   * Resolves when every change so far is on disk.
   * @throws StorageError when the database does not save; the changes wait for it
   */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  /** Writes what is left, without waiting for a database that is gone: the next start ends those calls. */
  async close(): Promise<void> {
    this.#unsubscribe?.();
    await this.#queue.close();
  }

  view(siteId: string): CallView {
    const principalOf = (party: Party) =>
      party.endpointId === undefined ? undefined : this.#o.gateway.entry(party.endpointId)?.userId;
    return { siteId, finalState: this.#o.finalState, principalOf };
  }

  #take(call: Call): void {
    const entry = this.#o.gateway.entry(call.endpointId);
    if (entry !== undefined) this.#queue.add({ call, entry, receivedAt: this.#o.clock.now() });
  }

  async #endAbandoned(): Promise<void> {
    const { storage, gateway, clock, log } = this.#o;
    for (;;) {
      const rows = await openCallRecords(storage, ABANDONED_BATCH);
      if (rows.length === 0) return;
      const now = clock.now();
      const changes = rows.map((row) => ({ ...abandonedCall(row, gateway, now), receivedAt: now }));
      await storage.transaction((tx) => this.#save(tx, changes));
      log.warn({ calls: rows.length }, 'Calls were ended that the last run had left open');
    }
  }

  async #save(tx: Tx, changes: readonly Change[]): Promise<void> {
    for (const { call, entry, receivedAt } of changes) {
      const view = this.view(entry.siteId);
      await this.#saveRecords(tx, [callRecord(this.#o.ids.guid(), call, entry, view.principalOf)]);
      const { accountId, userId } = entry;
      await this.#o.publications.publish(tx, {
        accountId,
        topic: topics.media,
        method: 'PUT',
        subject: callSubject(call.endpointId, call.callId),
        content: callContent(call, view, {
          accountId,
          userId,
          pbxName: this.#o.gateway.name,
          eventId: this.#o.ids.guid(),
          receivedAt,
          processedAt: this.#o.clock.now(),
        }),
        publisher: { accountId, principalId: userId },
      });
    }
  }
}
