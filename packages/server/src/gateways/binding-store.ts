import type { Binding, PbxStore } from '@cordboard/pbx';
import { plainText } from '../plain-text.ts';
import type { BindingRow, PreparedWrite, Storage } from '../storage/index.ts';

const CALL_IDS = 'callIds';
const changing = [
  'callId',
  'cseq',
  'expiresAt',
  'userAgent',
  'allowEvents',
  'path',
  'instance',
  'regId',
  'transport',
  'remoteAddress',
  'remotePort',
] as const;
const transports = ['udp', 'tcp', 'tls', 'ws', 'wss'] as const;

/** The built-in PBX's memory in our database: registrations, and which call ids were given away. */
export class BindingStore implements PbxStore {
  readonly #storage: Storage;
  readonly #save: PreparedWrite<BindingRow, unknown>;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#save = prepareBindingSave(storage);
  }

  async loadBindings(): Promise<Binding[]> {
    const rows = await this.#storage.read.selectFrom('bindings').selectAll().execute();
    return rows.map(({ allowEvents, path, instance, regId, transport, remoteAddress, remotePort, ...binding }) => ({
      ...binding,
      ...(allowEvents === null ? {} : { allowEvents: JSON.parse(allowEvents) as string[] }),
      ...(path === null ? {} : { path: JSON.parse(path) as string[] }),
      ...(instance === null || regId === null ? {} : { outbound: { instance, regId } }),
      source: { transport: transports.find((kind) => kind === transport) ?? 'udp', remoteAddress, remotePort },
    }));
  }

  async saveBinding({ source, allowEvents, path, outbound, ...binding }: Binding): Promise<void> {
    const row = {
      ...binding,
      ...source,
      userAgent: plainText(binding.userAgent),
      allowEvents: allowEvents === undefined ? null : JSON.stringify(allowEvents),
      path: path === undefined ? null : JSON.stringify(path),
      instance: outbound === undefined ? null : plainText(outbound.instance),
      regId: outbound?.regId ?? null,
    };
    await this.#storage.transaction((tx) => this.#save(tx, [row]));
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

/** Each telephone registers again every few minutes. */
function prepareBindingSave(storage: Storage): PreparedWrite<BindingRow, unknown> {
  return storage.prepareWrite((db, bindings: readonly BindingRow[]) =>
    db
      .insertInto('bindings')
      .values(
        bindings.map((b) => ({
          endpointId: b.endpointId,
          contact: b.contact,
          callId: b.callId,
          cseq: b.cseq,
          expiresAt: b.expiresAt,
          userAgent: b.userAgent,
          allowEvents: b.allowEvents,
          path: b.path,
          instance: b.instance,
          regId: b.regId,
          transport: b.transport,
          remoteAddress: b.remoteAddress,
          remotePort: b.remotePort,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['endpointId', 'contact'])
          .doUpdateSet((e) => Object.fromEntries(changing.map((column) => [column, e.ref(`excluded.${column}`)]))),
      )
      .compile(),
  );
}
