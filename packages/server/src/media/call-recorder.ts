import { callSubject, topics } from '@cordboard/contract';
import type { Call, Party } from '@cordboard/pbx';
import type { Clock, Timer } from '../clock.ts';
import type { EndpointEntry, Gateway } from '../gateways/index.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Publications } from '../publications/index.ts';
import type { CallRecordRow, Storage, Tx } from '../storage/index.ts';
import { type CallView, callContent } from './presenter.ts';
import { saveCallRecord } from './repository.ts';

const RETRY_MS = 1_000;
/** Changes of calls that wait for a database that does not answer; beyond it the oldest are given up. */
const WAITING_LIMIT = 100_000;

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
 * order in which the PBX told them. While the database does not answer, changes wait and are written afterwards.
 */
export class CallRecorder {
  readonly #o: RecorderOptions;
  #waiting: Change[] = [];
  #writing: Promise<void> | undefined;
  #retry: { timer: Timer; wake: () => void } | undefined;
  #unsubscribe: (() => void) | undefined;
  #closed = false;

  constructor(o: RecorderOptions) {
    this.#o = o;
  }

  start(): void {
    this.#unsubscribe = this.#o.gateway.pbx.onCallChanged((call) => this.#take(call));
  }

  /** Resolves when every change so far is on disk. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Writes what is left, without waiting for a database that is gone. */
  async close(): Promise<void> {
    this.#unsubscribe?.();
    this.#closed = true;
    this.#retry?.wake();
    await this.#writing;
  }

  view(siteId: string): CallView {
    const principalOf = (party: Party) =>
      party.endpointId === undefined ? undefined : this.#o.gateway.entry(party.endpointId)?.userId;
    return { siteId, finalState: this.#o.finalState, principalOf };
  }

  #take(call: Call): void {
    const entry = this.#o.gateway.entry(call.endpointId);
    if (entry === undefined) return;
    if (this.#waiting.length >= WAITING_LIMIT) {
      this.#waiting.shift();
      this.#o.log.error(
        { limit: WAITING_LIMIT },
        'A change of a call was given up: the database has not answered for long',
      );
    }
    this.#waiting.push({ call, entry, receivedAt: this.#o.clock.now() });
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#o.storage.transaction((tx) => this.#save(tx, batch));
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting];
        this.#o.log.error({ err: error, changes: this.#waiting.length }, 'Changes of calls could not be written yet');
        if (this.#closed) return;
        await this.#pause();
      }
    }
  }

  async #save(tx: Tx, changes: readonly Change[]): Promise<void> {
    for (const { call, entry, receivedAt } of changes) {
      await saveCallRecord(tx, this.#record(call, entry));
      const { accountId, userId } = entry;
      await this.#o.publications.publish(tx, {
        accountId,
        topic: topics.media,
        method: 'PUT',
        subject: callSubject(call.endpointId, call.callId),
        content: callContent(call, this.view(entry.siteId), {
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

  #record(call: Call, entry: EndpointEntry): CallRecordRow {
    return {
      recordId: this.#o.ids.guid(),
      accountId: entry.accountId,
      endpointId: call.endpointId,
      callId: call.callId,
      userId: entry.userId,
      siteId: entry.siteId,
      trackingId: call.trackingId,
      direction: call.direction,
      // Contract section 8, item 13: in the history a call that is over is `completed`.
      state: call.final ? 'completed' : call.state,
      cause: call.cause,
      fromNumber: call.from.number,
      fromName: call.from.name ?? null,
      toNumber: call.to.number,
      toName: call.to.name ?? null,
      deviceId: call.deviceId ?? null,
      createdOn: call.createdAt,
      ringingOn: call.ringingAt ?? null,
      answeredOn: call.answeredAt ?? null,
      endedOn: call.endedAt ?? null,
      completed: call.final && call.answeredAt !== undefined ? 1 : 0,
      hidden: 0,
    };
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.#o.clock.after(RETRY_MS, resolve);
      this.#retry = { timer, wake: resolve };
    });
    this.#retry?.timer.cancel();
    this.#retry = undefined;
  }
}
