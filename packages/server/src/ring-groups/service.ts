import {
  type CreateRingGroupBody,
  type RingGroup,
  ringGroupSubject,
  topics,
  type UpdateRingGroupBody,
} from '@cordboard/contract';
import type { RingStrategy } from '@cordboard/pbx';
import type { Clock } from '../clock.ts';
import type { BuiltInGateway } from '../gateways/index.ts';
import { ApiError, type Caller, type ODataQuery } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Publications } from '../publications/index.ts';
import type { RingGroupRow, Storage, Tx } from '../storage/index.ts';
import { presentRingGroup } from './presenter.ts';
import { RingGroupRepository } from './repository.ts';

export interface RingGroupServiceOptions {
  readonly gateway: BuiltInGateway;
  readonly storage: Storage;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Numbers that ring several endpoints. The contract lets administrators in only; each sees the groups of its account. */
export class RingGroupService {
  readonly #o: RingGroupServiceOptions;
  readonly #repository: RingGroupRepository;

  constructor(o: RingGroupServiceOptions) {
    this.#o = o;
    this.#repository = new RingGroupRepository(o.storage);
  }

  /** Tells the PBX of the groups; before it takes calls. */
  async start(): Promise<void> {
    for (const row of await this.#repository.all()) this.#apply(row);
  }

  async list({ accountId }: Caller, odata: ODataQuery): Promise<{ groups: RingGroup[]; more: boolean }> {
    const rows = await this.#repository.page(accountId, odata);
    return { groups: rows.slice(0, odata.top).map(presentRingGroup), more: rows.length > odata.top };
  }

  async get({ accountId }: Caller, ringGroupId: string): Promise<RingGroup> {
    const row = await this.#repository.find({ db: this.#o.storage.read }, accountId, ringGroupId);
    if (row === undefined) throw unknownGroup();
    return presentRingGroup(row);
  }

  async create(caller: Caller, body: CreateRingGroupBody): Promise<RingGroup> {
    const { ids, clock } = this.#o;
    const { accountId, principalId } = caller;
    const [now, by] = [clock.now(), principalId];
    const row: RingGroupRow = {
      ringGroupId: ids.guid(),
      accountId,
      number: body.number,
      name: body.name,
      strategy: body.strategy ?? 'all',
      members: JSON.stringify(body.members),
      ringSeconds: body.ringSeconds ?? 20,
      overflow: body.overflow ?? null,
      createdOn: now,
      createdBy: by,
      modifiedOn: now,
      modifiedBy: by,
    };
    return await this.#o.storage.transaction((tx) => this.#save(tx, caller, 'POST', row));
  }

  async update(caller: Caller, ringGroupId: string, body: UpdateRingGroupBody): Promise<RingGroup> {
    return await this.#o.storage.transaction(async (tx) => {
      const before = await this.#repository.find(tx, caller.accountId, ringGroupId);
      if (before === undefined) throw unknownGroup();
      const row: RingGroupRow = {
        ...before,
        number: body.number ?? before.number,
        name: body.name ?? before.name,
        strategy: body.strategy ?? before.strategy,
        members: body.members === undefined ? before.members : JSON.stringify(body.members),
        ringSeconds: body.ringSeconds ?? before.ringSeconds,
        overflow: body.overflow === undefined ? before.overflow : body.overflow,
        modifiedOn: this.#o.clock.now(),
        modifiedBy: caller.principalId,
      };
      if (row.number !== before.number) tx.afterCommit(() => this.#o.gateway.groupRemoved(before.number));
      return await this.#save(tx, caller, 'PUT', row);
    });
  }

  async delete(caller: Caller, ringGroupId: string): Promise<RingGroup> {
    return await this.#o.storage.transaction(async (tx) => {
      const row = await this.#repository.find(tx, caller.accountId, ringGroupId);
      if (row === undefined) throw unknownGroup();
      await this.#repository.delete(tx, ringGroupId);
      tx.afterCommit(() => this.#o.gateway.groupRemoved(row.number));
      return await this.#announce(tx, caller, 'DELETE', row);
    });
  }

  async #save(tx: Tx, caller: Caller, method: string, row: RingGroupRow): Promise<RingGroup> {
    await this.#requireFree(tx, row);
    await this.#requireMembers(tx, row);
    this.#requireOverflow(row);
    await this.#repository.save(tx, row);
    tx.afterCommit(() => this.#apply(row));
    return await this.#announce(tx, caller, method, row);
  }

  async #requireFree(tx: Tx, { number, ringGroupId }: RingGroupRow): Promise<void> {
    if (!(await this.#repository.numberTaken(tx, number, ringGroupId))) return;
    throw new ApiError('number_in_use', `The number ${number} is taken.`, { param: 'number' });
  }

  async #requireMembers(tx: Tx, { accountId, members }: RingGroupRow): Promise<void> {
    const wanted: string[] = JSON.parse(members);
    const known = await this.#repository.endpointsOf(tx, accountId, wanted);
    const unknown = wanted.find((member) => !known.has(member));
    if (unknown === undefined) return;
    throw new ApiError('unknown_endpoint', `The account has no endpoint ${unknown}.`, { param: 'members' });
  }

  #requireOverflow({ overflow, number }: RingGroupRow): void {
    if (overflow === null) return;
    const param = 'overflow';
    if (overflow === number) throw new ApiError('forwarding_loop', 'A group cannot overflow into itself.', { param });
    const { destination, refusal } = this.#o.gateway.pbx.routes.explain(overflow, 'outbound');
    const emergency = destination?.kind === 'trunk' && destination.emergency;
    if (destination !== undefined && !emergency) return;
    throw new ApiError('unknown_destination', refusal?.words ?? `Calls cannot be sent to ${overflow}.`, { param });
  }

  #apply(row: RingGroupRow): void {
    const { number, name, accountId, overflow, ringSeconds } = row;
    this.#o.gateway.groupChanged({ number, name, accountId });
    this.#o.gateway.pbx.features.setGroup({
      number,
      strategy: row.strategy as RingStrategy,
      members: JSON.parse(row.members),
      ringMs: ringSeconds * 1_000,
      ...(overflow === null ? {} : { overflow }),
    });
  }

  async #announce(tx: Tx, caller: Caller, method: string, row: RingGroupRow): Promise<RingGroup> {
    const content = presentRingGroup(row);
    await this.#o.publications.publish(tx, {
      accountId: row.accountId,
      topic: topics.media,
      method,
      subject: ringGroupSubject(row.ringGroupId),
      content,
      publisher: { accountId: caller.accountId, principalId: caller.principalId },
    });
    return content;
  }
}

function unknownGroup(): ApiError {
  return new ApiError('unknown_ring_group', undefined, { param: 'ringGroupId' });
}
