import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mailboxes, NewMessage, Party, StoredMessage } from '../../../src/index.ts';

interface Kept extends StoredMessage {
  endpointId: string;
  from: Party;
  durationMs: number | undefined;
  heard: boolean;
}

/** Mailboxes in a temporary folder, without a database. */
export class FolderMailboxes implements Mailboxes {
  readonly messages: Kept[] = [];
  readonly #folder: string;
  /** What keeps messages from being kept. */
  broken: Error | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<FolderMailboxes> {
    return new FolderMailboxes(await mkdtemp(join(tmpdir(), 'cordboard-mailboxes-')));
  }

  async begin(endpointId: string, from: Party): Promise<NewMessage> {
    if (this.broken !== undefined) throw this.broken;
    const messageId = String(this.messages.length + 1);
    const file = join(this.#folder, `${messageId}.wav`);
    this.messages.push({ messageId, file, endpointId, from, durationMs: undefined, heard: false });
    return { messageId, file };
  }

  async finish(messageId: string, durationMs: number): Promise<void> {
    this.#get(messageId).durationMs = durationMs;
  }

  async list(endpointId: string): Promise<StoredMessage[]> {
    return this.messages.filter((one) => one.endpointId === endpointId);
  }

  async markHeard(messageId: string): Promise<void> {
    this.#get(messageId).heard = true;
  }

  async remove(messageId: string): Promise<void> {
    this.messages.splice(this.messages.indexOf(this.#get(messageId)), 1);
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #get(messageId: string): Kept {
    const kept = this.messages.find((one) => one.messageId === messageId);
    if (kept === undefined) throw new Error(`There is no message ${messageId}`);
    return kept;
  }
}
