import type { Pbx } from '@cordboard/pbx';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Publications } from '../publications/index.ts';
import type { Secrets } from '../secrets/index.ts';
import type { Storage } from '../storage/index.ts';
import { NumberService } from './number-service.ts';
import { TrunkRepository } from './repository.ts';
import { RuleService } from './rule-service.ts';
import { TrunkService } from './trunk-service.ts';

export interface TrunksOptions {
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pbx: Pick<Pbx, 'trunks' | 'routes' | 'directory'>;
  readonly realm: string;
  /** Extension of the settings that rings for calls which name nobody. */
  readonly defaultDestination: string | undefined;
}

/** The ways to the telephone network: trunks, our numbers there, and which number goes by which trunk. */
export class TrunksService {
  readonly trunks: TrunkService;
  readonly numbers: NumberService;
  readonly rules: RuleService;

  constructor(o: TrunksOptions) {
    const house = { ...o, repository: new TrunkRepository(o.storage, o.secrets) };
    this.trunks = new TrunkService(house);
    this.numbers = new NumberService(house);
    this.rules = new RuleService(house, o.defaultDestination);
  }

  /** Before the PBX starts. */
  async load(): Promise<void> {
    await this.trunks.load();
    await this.numbers.load();
    await this.rules.load();
  }
}
