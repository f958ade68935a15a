import type { Party } from '../calls/call.ts';
import type { Directory } from '../directory.ts';
import { PbxError } from '../pbx-error.ts';
import { decide, endpoint, type RouteDecision, type RouteTables } from './decide.ts';
import type { Destination } from './destination.ts';
import { emergencyNumbers } from './emergency.ts';
import type { DialledCode } from './feature-codes.ts';
import { InboundNumbers } from './inbound-numbers.ts';
import { plainNumber } from './number.ts';
import type { Numbering } from './numbering.ts';
import { noRules, type OutboundRules } from './outbound-rules.ts';
import type { RouteDirectory } from './route-directory.ts';

/** Where numbers lead. It holds the tables; `decide` is what reads them. */
export class Routing implements RouteDirectory {
  readonly numbers: InboundNumbers;
  readonly #tables: { -readonly [Key in keyof RouteTables]: RouteTables[Key] };

  constructor(o: {
    directory: Directory;
    trunks: RouteTables['trunks'];
    numbering?: Numbering;
  }) {
    const numbering = o.numbering ?? {};
    this.numbers = new InboundNumbers(numbering);
    this.#tables = {
      directory: o.directory,
      trunks: o.trunks,
      numbering,
      numbers: this.numbers,
      emergency: emergencyNumbers(numbering),
      rules: noRules,
    };
  }

  get numbering(): Numbering {
    return this.#tables.numbering;
  }

  get emergencyNumbers(): ReadonlySet<string> {
    return this.#tables.emergency;
  }

  get rules(): OutboundRules {
    return this.#tables.rules;
  }

  setRules(rules: OutboundRules): void {
    this.#tables.rules = rules;
  }

  /** What becomes of a number dialled inside, or by a trunk, step by step. */
  explain(number: string, direction: 'outbound' | 'inbound'): RouteDecision {
    return decide(this.#tables, number, direction);
  }

  /**
   * For a number dialled inside: an extension, one of our own DIDs (no round trip by the provider), else the trunks.
   * @throws PbxError unknownDestination, noTrunk
   */
  fromInside(written: string): Destination {
    const { destination, refusal, featureCode } = this.explain(written, 'outbound');
    if (destination !== undefined) return destination;
    if (featureCode !== undefined) {
      throw new PbxError('unknownDestination', `${featureCode.code} is a feature code: only a telephone can dial it.`);
    }
    throw new PbxError(refusal?.code ?? 'unknownDestination', refusal?.words ?? 'Nobody is there.');
  }

  /** For a number dialled by a trunk: an extension, a DID, the default endpoint; never out again (toll fraud). */
  fromTrunk(written: string): Destination | undefined {
    return this.explain(written, 'inbound').destination;
  }

  /** What a number dialled at a telephone asks of this PBX, if it is no number at all. */
  featureCode(written: string): DialledCode | undefined {
    // Almost no call is one.
    return written.startsWith('*') ? this.explain(written, 'outbound').featureCode : undefined;
  }

  /** Who a number dialled inside is, as far as it is known before it is rung. */
  partyOf(written: string): Party {
    const { destination } = this.explain(written, 'outbound');
    return destination?.kind === 'endpoint' ? destination.party : { number: written };
  }

  /** Must this number find its way out whatever is full? */
  isEmergency(written: string): boolean {
    // Almost no call is one: the tables are asked only for what may be.
    if (![...this.#tables.emergency].some((number) => plainNumber(written).endsWith(number))) return false;
    const { destination } = this.explain(written, 'outbound');
    return destination?.kind === 'trunk' && destination.emergency;
  }

  endpoint(endpointId: string | undefined): Destination | undefined {
    return endpoint(this.#tables, endpointId);
  }
}
