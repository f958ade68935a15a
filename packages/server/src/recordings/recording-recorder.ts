import type { RecordingInfo } from '@cordboard/pbx';
import type { EndpointEntry, Gateway } from '../gateways/index.ts';
import { ChangeQueue } from '../media/index.ts';
import { plainText } from '../plain-text.ts';
import type { RecordingRow, Tx } from '../storage/index.ts';
import { announce } from './announce.ts';
import type { RecordingFiles } from './files.ts';
import { endAbandoned, type RepairOptions, reportStrays } from './repair.ts';
import { conferenceOwner, find, insert, update } from './repository.ts';

type Owner = Pick<EndpointEntry, 'accountId' | 'userId'>;

interface Change {
  readonly info: RecordingInfo;
  /** Undefined: a conference's, whose owner its row tells. */
  readonly entry: Owner | undefined;
  /** The call of the endpoint at which it began. */
  readonly callId: string;
}

export interface RecordingRecorderOptions extends RepairOptions {
  readonly gateway: Gateway;
}

/**
 * Writes each change of a recording: its row and its publication in one transaction, in the order in which the PBX told
 * them. While the database does not save, changes wait and are written afterwards.
 */
export class RecordingRecorder {
  readonly #o: RecordingRecorderOptions;
  readonly #queue: ChangeQueue<Change>;
  #unsubscribe: (() => void) | undefined;

  constructor(o: RecordingRecorderOptions) {
    this.#o = o;
    this.#queue = new ChangeQueue({
      clock: o.clock,
      log: o.log,
      save: (changes) => o.storage.transaction((tx) => this.#save(tx, changes)),
      describe: ({ info: { recordingId, endpointId, state } }) => ({ recordingId, endpointId, state }),
    });
  }

  /** Ends what a server that was killed has left open, then listens. To be called before the PBX takes calls. */
  async start(): Promise<void> {
    await endAbandoned(this.#o);
    await reportStrays(this.#o);
    this.#unsubscribe = this.#o.gateway.pbx.onRecordingChanged((info) => this.#take(info));
  }

  /** Writes what is left, without waiting for a database that is gone: the next start ends those recordings. */
  async close(): Promise<void> {
    this.#unsubscribe?.();
    await this.#queue.close();
  }

  #take(info: RecordingInfo): void {
    const { gateway } = this.#o;
    const entry = gateway.entry(info.endpointId);
    if (entry === undefined && info.conferenceId === undefined) return;
    const own = info.callIds.find((callId) => gateway.pbx.call(info.endpointId, callId) !== undefined);
    this.#queue.add({ info, entry, callId: own ?? info.callIds[0] ?? info.conferenceId ?? '' });
  }

  async #save(tx: Tx, changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      const before = await find(tx.db, change.info.recordingId);
      const owner = before ?? change.entry ?? (await conferenceOwner(tx, change.info.conferenceId));
      if (owner === undefined) continue;
      const row = rowOf(change, owner, before, this.#o.files);
      if (before === undefined) await insert(tx, row);
      else await update(tx, row.recordingId, row);
      await announce(this.#o, tx, before === undefined ? 'POST' : 'PUT', row);
    }
  }
}

function rowOf(
  { info, callId }: Change,
  { accountId, userId }: Owner,
  before: RecordingRow | undefined,
  files: RecordingFiles,
): RecordingRow {
  const { recordingId, endpointId, trackingId, state, durationMs, bytes, tags } = info;
  return {
    recordingId,
    accountId,
    userId,
    endpointId,
    callId: before?.callId ?? callId,
    callIds: JSON.stringify(info.callIds),
    trackingId,
    state,
    cause: info.cause ?? null,
    startedOn: info.startedAt,
    endedOn: info.endedAt ?? null,
    durationMs,
    bytes,
    file: files.nameOf(info.file),
    // A tag of this name is a label until somebody writes another.
    label: before?.label ?? labelIn(tags),
    tags: JSON.stringify(tags),
    deletedOn: null,
  };
}

function labelIn({ label }: RecordingInfo['tags']): string | null {
  return label === undefined ? null : plainText(label).slice(0, 256);
}
