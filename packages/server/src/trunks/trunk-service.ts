import type { CreateTrunkBody, Trunk, UpdateTrunkBody } from '@cordboard/contract';
import { ApiError, badRequest, type Caller } from '../http/index.ts';
import type { TrunkRow, Tx } from '../storage/index.ts';
import { announce, edit, type House, requireMay } from './house.ts';
import { presentTrunk } from './presenter.ts';
import { changedTrunk, toPbxTrunk } from './trunk-row.ts';

const defaults = {
  port: null,
  transport: 'udp',
  mode: 'static',
  username: null,
  password: null,
  inboundUsername: null,
  inboundHa1Md5: null,
  inboundHa1Sha256: null,
  trusted: 0,
  maxCalls: null,
  callerId: 'endpoint',
  callerNumber: null,
  numberFormat: 'e164',
  enabled: 1,
} as const;

/** The ways to the telephone network. Those of the settings are shown and cannot be changed. */
export class TrunkService {
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  /** Makes the trunks known to the PBX. */
  async load(): Promise<void> {
    for (const row of await this.#house.repository.trunks()) this.#house.pbx.trunks.set(toPbxTrunk(row));
  }

  async list(caller: Caller): Promise<Trunk[]> {
    const { repository, pbx } = this.#house;
    await requireMay(this.#house, caller, 'read');
    const rows = new Map((await repository.trunks()).map((row) => [row.trunkId, row]));
    const settings = pbx.trunks.list().filter(({ trunkId }) => !rows.has(trunkId));
    const shown = settings.map((trunk) => presentTrunk(trunk, undefined, pbx.trunks.state(trunk.trunkId)));
    return [...shown, ...[...rows.values()].map((row) => this.#present(row))];
  }

  async get(caller: Caller, trunkId: string): Promise<Trunk> {
    const trunk = (await this.list(caller)).find((one) => one.trunkId === trunkId);
    if (trunk === undefined) throw unknownTrunk(trunkId);
    return trunk;
  }

  async create(caller: Caller, body: CreateTrunkBody): Promise<Trunk> {
    const { storage, ids, clock, repository, realm } = this.#house;
    await requireMay(this.#house, caller, 'change');
    const made = { createdOn: clock.now(), createdBy: caller.principalId, ...edit(this.#house, caller) };
    const empty = { ...defaults, trunkId: ids.guid(), name: body.host, host: body.host, ...made };
    const row = changedTrunk(empty, body, realm);
    await storage.transaction(async (tx) => {
      this.#requireOwnName(row);
      await repository.insertTrunk(tx, row);
      await this.#changed(tx, caller, 'POST', row);
    });
    return this.#present(row);
  }

  async update(caller: Caller, trunkId: string, body: UpdateTrunkBody): Promise<Trunk> {
    const { storage, repository, realm } = this.#house;
    await requireMay(this.#house, caller, 'change');
    const row = await storage.transaction(async (tx) => {
      const before = await this.#own(tx, trunkId);
      const after = { ...changedTrunk(before, body, realm), ...edit(this.#house, caller) };
      this.#requireOwnName(after);
      await repository.updateTrunk(tx, after);
      await this.#changed(tx, caller, 'PUT', after);
      return after;
    });
    return this.#present(row);
  }

  async delete(caller: Caller, trunkId: string): Promise<Trunk> {
    const { storage, repository, pbx } = this.#house;
    await requireMay(this.#house, caller, 'change');
    return await storage.transaction(async (tx) => {
      const row = await this.#own(tx, trunkId);
      const content = presentTrunk(toPbxTrunk(row), row);
      await repository.deleteTrunk(tx, trunkId);
      await announce(this.#house, tx, caller, { method: 'DELETE', content });
      tx.afterCommit(() => pbx.trunks.remove(trunkId));
      return content;
    });
  }

  async #changed(tx: Tx, caller: Caller, method: string, row: TrunkRow): Promise<void> {
    const trunk = toPbxTrunk(row);
    tx.afterCommit(() => this.#house.pbx.trunks.set(trunk));
    await announce(this.#house, tx, caller, { method, content: presentTrunk(trunk, row) });
  }

  async #own(tx: Tx, trunkId: string): Promise<TrunkRow> {
    const row = await this.#house.repository.trunk(tx, trunkId);
    if (row !== undefined) return row;
    if (this.#house.pbx.trunks.get(trunkId) === undefined) throw unknownTrunk(trunkId);
    throw new ApiError('read_only', 'This trunk comes from the settings of the server (CORDBOARD_TRUNK_PEER).');
  }

  /** A name that a telephone or another trunk has would not tell who calls. */
  #requireOwnName({ trunkId, inboundUsername }: TrunkRow): void {
    const { trunks, directory } = this.#house.pbx;
    if (inboundUsername === null) return;
    const taken = trunks.list().some((one) => one.trunkId !== trunkId && one.inbound?.username === inboundUsername);
    if (!taken && directory.get(inboundUsername) === undefined) return;
    throw badRequest('inboundUsername', `Another trunk or an extension has the name ${inboundUsername}.`);
  }

  #present(row: TrunkRow): Trunk {
    const { trunks } = this.#house.pbx;
    return presentTrunk(toPbxTrunk(row), row, trunks.state(row.trunkId));
  }
}

function unknownTrunk(trunkId: string): ApiError {
  return new ApiError('unknown_trunk', `There is no trunk ${trunkId.slice(0, 60)}.`, { param: 'trunkId' });
}
