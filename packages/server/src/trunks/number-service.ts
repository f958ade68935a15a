import type { CreateNumberBody, InboundNumber, UpdateNumberBody } from '@cordboard/contract';
import { ApiError, badRequest, type Caller } from '../http/index.ts';
import type { InboundNumberRow, Tx } from '../storage/index.ts';
import { announce, edit, type House, requireMay } from './house.ts';
import { presentNumber } from './presenter.ts';

/** Before the number itself: the id of a number of the settings. */
const SETTINGS = 'environment:';

/** Our numbers in the telephone network, and where they lead. */
export class NumberService {
  readonly #house: House;
  /** Number that an account's callers show, by account. */
  #mainNumbers = new Map<string, string>();

  constructor(house: House) {
    this.#house = house;
  }

  /** Makes the numbers known to the PBX. */
  async load(): Promise<void> {
    for (const row of await this.#house.repository.numbers()) this.#apply(row);
  }

  mainNumber(accountId: string): string | undefined {
    return this.#mainNumbers.get(accountId);
  }

  async list(caller: Caller): Promise<InboundNumber[]> {
    const { repository, pbx } = this.#house;
    await requireMay(this.#house, caller, 'read');
    const rows = await repository.numbers();
    const saved = new Set(rows.map(({ number }) => number));
    const settings = pbx.routes.numbers.list().filter(({ number }) => !saved.has(number));
    const shown = settings.map(({ number, destination = null }) =>
      presentNumber({ numberId: SETTINGS + number, number, destination, mainOf: null, location: null }, undefined),
    );
    return [...shown, ...rows.map((row) => presentNumber(row, row))];
  }

  async get(caller: Caller, numberId: string): Promise<InboundNumber> {
    const number = (await this.list(caller)).find((one) => one.numberId === numberId);
    if (number === undefined) throw unknownNumber(numberId);
    return number;
  }

  async create(caller: Caller, body: CreateNumberBody): Promise<InboundNumber> {
    const { storage, ids, repository, pbx } = this.#house;
    await requireMay(this.#house, caller, 'change');
    const { destination = null, mainOf = null, location = null } = body;
    const number = pbx.routes.numbers.canonical(body.number);
    await this.#requireAccount(mainOf);
    const made = edit(this.#house, caller);
    const audit = { createdOn: made.modifiedOn, createdBy: made.modifiedBy, ...made };
    const row = { numberId: ids.guid(), number, destination, mainOf, location, ...audit };
    return await storage.transaction(async (tx) => {
      if ((await repository.numberTaken(tx, number)) || pbx.routes.numbers.find(number) !== undefined) {
        throw new ApiError('outside_number_in_use', `The number ${number} is one of ours already.`, {
          param: 'number',
        });
      }
      await repository.insertNumber(tx, row);
      return await this.#changed(tx, caller, 'POST', row);
    });
  }

  async update(caller: Caller, numberId: string, body: UpdateNumberBody): Promise<InboundNumber> {
    const { storage, repository } = this.#house;
    await requireMay(this.#house, caller, 'change');
    await this.#requireAccount(body.mainOf ?? null);
    return await storage.transaction(async (tx) => {
      const before = await this.#own(tx, numberId);
      const { destination = before.destination, mainOf = before.mainOf, location = before.location } = body;
      const row = { ...before, destination, mainOf, location, ...edit(this.#house, caller) };
      await repository.updateNumber(tx, row);
      return await this.#changed(tx, caller, 'PUT', row);
    });
  }

  async delete(caller: Caller, numberId: string): Promise<InboundNumber> {
    const { storage, repository, pbx } = this.#house;
    await requireMay(this.#house, caller, 'change');
    return await storage.transaction(async (tx) => {
      const row = await this.#own(tx, numberId);
      await repository.deleteNumber(tx, numberId);
      const content = presentNumber(row, row);
      await announce(this.#house, tx, caller, { method: 'DELETE', content });
      tx.afterCommit(() => {
        pbx.routes.numbers.remove(row.number);
        this.#forgetMain(row.number);
      });
      return content;
    });
  }

  async #changed(tx: Tx, caller: Caller, method: string, row: InboundNumberRow): Promise<InboundNumber> {
    const content = presentNumber(row, row);
    await announce(this.#house, tx, caller, { method, content });
    tx.afterCommit(() => this.#apply(row));
    return content;
  }

  #apply({ number, destination, mainOf, location }: InboundNumberRow): void {
    const where = location === null ? {} : { location };
    this.#house.pbx.routes.numbers.set({ number, destination: destination ?? undefined, ...where });
    this.#forgetMain(number);
    if (mainOf !== null) this.#mainNumbers.set(mainOf, number);
  }

  #forgetMain(number: string): void {
    for (const [accountId, main] of this.#mainNumbers) if (main === number) this.#mainNumbers.delete(accountId);
  }

  async #own(tx: Tx, numberId: string): Promise<InboundNumberRow> {
    const row = await this.#house.repository.number(tx, numberId);
    if (row !== undefined) return row;
    const number = numberId.startsWith(SETTINGS) ? numberId.slice(SETTINGS.length) : '';
    if (this.#house.pbx.routes.numbers.find(number) === undefined) throw unknownNumber(numberId);
    throw new ApiError('read_only', 'This number comes from the settings of the server (CORDBOARD_TRUNK_NUMBERS).');
  }

  async #requireAccount(accountId: string | null): Promise<void> {
    if (accountId === null || (await this.#house.repository.accountExists(accountId))) return;
    throw badRequest('mainOf', 'There is no such account.');
  }
}

function unknownNumber(numberId: string): ApiError {
  return new ApiError('unknown_number', `There is no number ${numberId.slice(0, 60)}.`, { param: 'numberId' });
}
