import type { Binding, PbxStore } from '@cordboard/pbx';
import { plainText } from '../plain-text.ts';
import type { Storage } from '../storage/index.ts';

const CALL_IDS = 'callIds';
const transports = ['udp', 'tcp', 'tls', 'ws', 'wss'] as const;

/** The built-in PBX's memory in our database: registrations, and which call ids were given away. */
export class BindingStore implements PbxStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async loadBindings(): Promise<Binding[]> {
    const rows = await this.#storage.read.selectFrom('bindings').selectAll().execute();
    return rows.map(({ allowEvents, transport, remoteAddress, remotePort, ...binding }) => ({
      ...binding,
      ...(allowEvents === null ? {} : { allowEvents: JSON.parse(allowEvents) as string[] }),
      source: { transport: transports.find((kind) => kind === transport) ?? 'udp', remoteAddress, remotePort },
    }));
  }

  async saveBinding({ source, allowEvents, ...binding }: Binding): Promise<void> {
    const { endpointId, contact, callId, cseq, expiresAt, userAgent } = binding;
    const row = {
      callId,
      cseq,
      expiresAt,
      userAgent: plainText(userAgent),
      allowEvents: allowEvents === undefined ? null : JSON.stringify(allowEvents),
      ...source,
    };
    await this.#storage.transaction(async ({ db }) => {
      await db
        .insertInto('bindings')
        .values({ endpointId, contact, ...row })
        .onConflict((conflict) => conflict.columns(['endpointId', 'contact']).doUpdateSet(row))
        .execute();
    });
  }

  async removeBinding(endpointId: string, contact: string): Promise<void> {
    await this.#storage.transaction(async ({ db }) => {
      await db.deleteFrom('bindings').where('endpointId', '=', endpointId).where('contact', '=', contact).execute();
    });
  }

  async reserveCallIds(count: number): Promise<number> {
    return await this.#storage.transaction(async ({ db }) => {
      const row = await db.selectFrom('callIdBlocks').select('next').where('name', '=', CALL_IDS).executeTakeFirst();
      const first = row?.next ?? 1;
      const next = first + count;
      await db
        .insertInto('callIdBlocks')
        .values({ name: CALL_IDS, next })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ next }))
        .execute();
      return first;
    });
  }
}
