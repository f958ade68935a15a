import type { OutboundRules, RouteExplanation, UpdateOutboundRulesBody } from '@cordboard/contract';
import { badRequest, type Caller } from '../http/index.ts';
import type { OutboundRulesRow } from '../storage/index.ts';
import { announce, edit, type House, requireMay } from './house.ts';
import { presentExplanation, presentRules } from './presenter.ts';

/** Which trunks carry which numbers; one document for the whole server. */
export class RuleService {
  readonly #house: House;
  /** Of the settings: rings when the rules name no default. */
  readonly #defaultDestination: string | undefined;

  constructor(house: House, defaultDestination: string | undefined) {
    this.#house = house;
    this.#defaultDestination = defaultDestination;
  }

  /** Makes the rules known to the PBX. */
  async load(): Promise<void> {
    const row = await this.#house.repository.rules();
    if (row !== undefined) this.#apply(row);
  }

  async get(caller: Caller): Promise<OutboundRules> {
    await requireMay(this.#house, caller, 'read');
    return presentRules(this.#house.pbx.routes);
  }

  async update(caller: Caller, body: UpdateOutboundRulesBody): Promise<OutboundRules> {
    const { storage, repository, pbx } = this.#house;
    await requireMay(this.#house, caller, 'change');
    this.#requireTrunks(body);
    return await storage.transaction(async (tx) => {
      const before = await repository.rulesIn(tx);
      const { rules, emergencyTrunkIds, defaultDestination } = body;
      const row = {
        rules: rules === undefined ? (before?.rules ?? '[]') : JSON.stringify(rules),
        emergencyTrunkIds:
          emergencyTrunkIds === undefined ? (before?.emergencyTrunkIds ?? '[]') : JSON.stringify(emergencyTrunkIds),
        defaultDestination:
          defaultDestination === undefined ? (before?.defaultDestination ?? null) : defaultDestination,
        ...edit(this.#house, caller),
      };
      await repository.saveRules(tx, row);
      const content = presentRules({ rules: this.#read(row), emergencyNumbers: pbx.routes.emergencyNumbers });
      await announce(this.#house, tx, caller, { method: 'PUT', content });
      tx.afterCommit(() => this.#apply(row));
      return content;
    });
  }

  async explain(
    caller: Caller,
    o: { number: string; direction: 'outbound' | 'inbound' },
    self: string,
  ): Promise<RouteExplanation> {
    await requireMay(this.#house, caller, 'explain');
    return presentExplanation(o, this.#house.pbx.routes.explain(o.number, o.direction), self);
  }

  #apply(row: Rules): void {
    this.#house.pbx.routes.setRules(this.#read(row));
  }

  #read({ rules, emergencyTrunkIds, defaultDestination }: Rules) {
    const destination = defaultDestination ?? this.#defaultDestination;
    return {
      rules: JSON.parse(rules) as { prefix: string; trunkIds: string[] }[],
      emergencyTrunkIds: JSON.parse(emergencyTrunkIds) as string[],
      ...(destination === undefined ? {} : { defaultDestination: destination }),
    };
  }

  #requireTrunks({ rules = [], emergencyTrunkIds = [] }: UpdateOutboundRulesBody): void {
    const { trunks } = this.#house.pbx;
    const named = [...rules.flatMap(({ trunkIds }) => trunkIds), ...emergencyTrunkIds];
    const unknown = named.find((trunkId) => trunks.get(trunkId) === undefined);
    if (unknown !== undefined) throw badRequest('trunkIds', `There is no trunk ${unknown}.`);
  }
}

type Rules = Pick<OutboundRulesRow, 'rules' | 'emergencyTrunkIds' | 'defaultDestination'>;
