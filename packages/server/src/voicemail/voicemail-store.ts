import { topics, voicemailSubject } from '@cordboard/contract';
import {
  type Mailboxes,
  type MessageCount,
  type NewMessage,
  type Party,
  repairRecording,
  type StoredMessage,
} from '@cordboard/pbx';
import type { Clock } from '../clock.ts';
import type { EndpointEntry } from '../gateways/index.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import { ChangeQueue } from '../media/index.ts';
import { plainText } from '../plain-text.ts';
import type { Publications } from '../publications/index.ts';
import type { Storage, Tx, VoicemailRow } from '../storage/index.ts';
import type { VoicemailFiles } from './files.ts';
import { presentVoicemail } from './presenter.ts';
import { VoicemailRepository } from './repository.ts';

/** Less than this is a click, not a message. */
const LEAST_MS = 500;

export interface VoicemailStoreOptions {
  readonly storage: Storage;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly files: VoicemailFiles;
  entryOf(endpointId: string): EndpointEntry | undefined;
  /** Somebody has left a message; part of the change that announces it. */
  arrived(tx: Tx, entry: EndpointEntry, row: VoicemailRow): Promise<void>;
  /** What a box holds now; part of the change that made it so. */
  counted(tx: Tx, entry: EndpointEntry, count: MessageCount): Promise<void>;
  /** What a box has held since before the start. */
  found(endpointId: string, count: MessageCount): void;
}

/** What a message has come to. */
interface Ending {
  readonly messageId: string;
  readonly durationMs: number;
}

/**
 * Mailboxes on disk. A message has its row before it has any sound, so a server that is killed while one is spoken
 * finds it at the next start.
 */
export class VoicemailStore implements Mailboxes {
  readonly repository: VoicemailRepository;
  readonly #o: VoicemailStoreOptions;
  readonly #endings: ChangeQueue<Ending>;

  constructor(o: VoicemailStoreOptions) {
    this.#o = o;
    this.repository = new VoicemailRepository(o.storage);
    this.#endings = new ChangeQueue({
      clock: o.clock,
      log: o.log,
      save: (endings) =>
        o.storage.transaction(async (tx) => {
          for (const ending of endings) await this.#end(tx, ending);
        }),
      describe: (ending) => ending,
    });
  }

  /** Finishes what a server that was killed has left, and removes sound that nobody's message has. */
  async start(): Promise<void> {
    const { files } = this.#o;
    await files.prepare();
    for (const { messageId } of await this.repository.unfinished()) await this.#recover(messageId);
    for (const [endpointId, count] of await this.repository.counts()) this.#o.found(endpointId, count);
    const known = await this.repository.ids();
    for (const messageId of await files.ids()) if (!known.has(messageId)) await files.remove(messageId);
  }

  async begin(endpointId: string, from: Party): Promise<NewMessage> {
    const { ids, files, clock, storage } = this.#o;
    const messageId = ids.guid();
    const row: VoicemailRow = {
      messageId,
      endpointId,
      fromNumber: plainText(from.number),
      fromName: from.name === undefined ? null : plainText(from.name),
      heard: 0,
      createdOn: clock.now(),
      durationMs: null,
    };
    await storage.transaction((tx) => this.repository.insert(tx, row));
    return { messageId, file: files.pathOf(messageId) };
  }

  /** While the database does not save, the message waits, and appears when it does. */
  async finish(messageId: string, durationMs: number): Promise<void> {
    this.#endings.add({ messageId, durationMs });
    await this.#endings.settled().catch((error: unknown) => {
      this.#o.log.warn({ err: error, messageId }, 'A message waits for the database');
    });
  }

  async list(endpointId: string): Promise<StoredMessage[]> {
    const rows = await this.repository.all(endpointId);
    return rows.map(({ messageId, heard }) => ({
      messageId,
      file: this.#o.files.pathOf(messageId),
      heard: heard === 1,
    }));
  }

  async markHeard(messageId: string, heard = true): Promise<void> {
    await this.#o.storage.transaction((tx) => this.#change(tx, messageId, 'PUT', { heard: heard ? 1 : 0 }));
  }

  async remove(messageId: string): Promise<void> {
    await this.#o.storage.transaction((tx) => this.#delete(tx, messageId));
    await this.#o.files.remove(messageId);
  }

  /** A message whose mail was sent goes; its sound after that, with the next start at the latest. */
  async mailed(tx: Tx, messageId: string): Promise<void> {
    await this.#delete(tx, messageId);
    this.#removeSound(tx, messageId);
  }

  /** Tries once more to write what waits; the next start does the rest. */
  async close(): Promise<void> {
    await this.#endings.close();
  }

  async #end(tx: Tx, { messageId, durationMs }: Ending): Promise<void> {
    if (durationMs >= LEAST_MS) {
      await this.#change(tx, messageId, 'POST', { durationMs });
      return;
    }
    await this.repository.delete(tx, messageId);
    this.#removeSound(tx, messageId);
  }

  /** Sound that cannot be read now is left to the next start. */
  async #recover(messageId: string): Promise<void> {
    const { files, log } = this.#o;
    try {
      const { durationMs } = await repairRecording(files.pathOf(messageId));
      await this.finish(messageId, durationMs);
      log.warn({ messageId, durationMs }, 'A message was finished that the last run had left open');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') await this.finish(messageId, 0);
      else log.error({ err: error, messageId }, 'A message that the last run had left open cannot be read');
    }
  }

  #removeSound(tx: Tx, messageId: string): void {
    const { files, log } = this.#o;
    tx.afterCommit(() => {
      files.remove(messageId).catch((error) => log.warn({ err: error, messageId }, 'The sound of a message is left'));
    });
  }

  async #delete(tx: Tx, messageId: string): Promise<void> {
    const row = await this.repository.find(tx, messageId);
    if (row === undefined) return;
    await this.repository.delete(tx, messageId);
    await this.#announce(tx, 'DELETE', row);
  }

  async #change(tx: Tx, messageId: string, method: 'POST' | 'PUT', change: Partial<VoicemailRow>): Promise<void> {
    const row = await this.repository.find(tx, messageId);
    // Deleted a moment ago, from elsewhere.
    if (row === undefined) return;
    await this.repository.update(tx, messageId, change);
    await this.#announce(tx, method, { ...row, ...change });
  }

  async #announce(tx: Tx, method: string, row: VoicemailRow): Promise<void> {
    const entry = this.#o.entryOf(row.endpointId);
    if (entry === undefined) return;
    const { accountId, userId } = entry;
    await this.#o.publications.publish(tx, {
      accountId,
      topic: topics.media,
      method,
      subject: voicemailSubject(row.endpointId, row.messageId),
      content: { ...presentVoicemail(row), accountId, principalId: userId, userId },
      publisher: { accountId, principalId: userId },
    });
    if (method === 'POST') await this.#o.arrived(tx, entry, row);
    await this.#o.counted(tx, entry, await this.repository.count(tx, row.endpointId));
  }
}
