import type { MessageCount } from '@cordboard/pbx';
import { applyOData, type Fields, type ODataQuery } from '../http/index.ts';
import type { Storage, Tx, VoicemailRow } from '../storage/index.ts';

/** What $filter and $orderby may name. */
export const voicemailFields: Fields = {
  messageId: { column: 'messageId', type: 'string' },
  from: { column: 'fromNumber', type: 'string' },
  heard: { column: 'heard', type: 'boolean' },
  createdOn: { column: 'createdOn', type: 'time' },
};

/** The SQL of the mailboxes. A message under way is in no list. */
export class VoicemailRepository {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** A page of messages and one more, when there is one. */
  async page(endpointId: string, odata: ODataQuery): Promise<VoicemailRow[]> {
    const query = this.#storage.read
      .selectFrom('voicemail')
      .selectAll()
      .where('endpointId', '=', endpointId)
      .where('durationMs', 'is not', null);
    return await applyOData(query, odata, { fields: voicemailFields, lastOrder: 'messageId' }).execute();
  }

  /** The oldest first, new ones before those that were heard. */
  async all(endpointId: string): Promise<VoicemailRow[]> {
    return await this.#storage.read
      .selectFrom('voicemail')
      .selectAll()
      .where('endpointId', '=', endpointId)
      .where('durationMs', 'is not', null)
      .orderBy('heard')
      .orderBy('createdOn')
      .orderBy('messageId')
      .execute();
  }

  async find({ db }: { db: Tx['db'] }, messageId: string): Promise<VoicemailRow | undefined> {
    return await db.selectFrom('voicemail').selectAll().where('messageId', '=', messageId).executeTakeFirst();
  }

  async ids(): Promise<Set<string>> {
    const rows = await this.#storage.read.selectFrom('voicemail').select('messageId').execute();
    return new Set(rows.map(({ messageId }) => messageId));
  }

  /** What was under way when the last run ended. */
  async unfinished(): Promise<VoicemailRow[]> {
    return await this.#storage.read.selectFrom('voicemail').selectAll().where('durationMs', 'is', null).execute();
  }

  async insert({ db }: Tx, row: VoicemailRow): Promise<void> {
    await db.insertInto('voicemail').values(row).execute();
  }

  async update({ db }: Tx, messageId: string, change: Partial<VoicemailRow>): Promise<void> {
    await db.updateTable('voicemail').set(change).where('messageId', '=', messageId).execute();
  }

  async delete({ db }: Tx, messageId: string): Promise<void> {
    await db.deleteFrom('voicemail').where('messageId', '=', messageId).execute();
  }

  /** How many messages of a box nobody has heard, and how many were. */
  async count({ db }: Tx, endpointId: string): Promise<MessageCount> {
    const rows = await db
      .selectFrom('voicemail')
      .select(({ fn }) => ['heard', fn.countAll<number>().as('count')])
      .where('endpointId', '=', endpointId)
      .where('durationMs', 'is not', null)
      .groupBy('heard')
      .execute();
    const of = (heard: number) => Number(rows.find((row) => row.heard === heard)?.count ?? 0);
    return { new: of(0), old: of(1) };
  }

  /** Of each box that has messages. */
  async counts(): Promise<Map<string, MessageCount>> {
    const rows = await this.#storage.read
      .selectFrom('voicemail')
      .select(({ fn }) => ['endpointId', 'heard', fn.countAll<number>().as('count')])
      .where('durationMs', 'is not', null)
      .groupBy(['endpointId', 'heard'])
      .execute();
    const boxes = new Map<string, MessageCount>();
    for (const { endpointId, heard, count } of rows) {
      const box = boxes.get(endpointId) ?? { new: 0, old: 0 };
      boxes.set(endpointId, { ...box, [heard === 0 ? 'new' : 'old']: Number(count) });
    }
    return boxes;
  }
}
