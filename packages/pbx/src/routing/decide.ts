import type { Directory } from '../directory.ts';
import type { PbxErrorCode } from '../pbx-error.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { Destination } from './destination.ts';
import { type DialledCode, readFeatureCode } from './feature-codes.ts';
import type { InboundNumbers } from './inbound-numbers.ts';
import { isDialledNumber, plainNumber } from './number.ts';
import { type Numbering, type OutsideNumber, readNumber } from './numbering.ts';
import { type OutboundRules, ruleFor } from './outbound-rules.ts';

/** What a decision is made from. */
export interface RouteTables {
  readonly directory: Pick<Directory, 'get' | 'hasLength'>;
  readonly numbers: InboundNumbers;
  readonly trunks: { list(): readonly Trunk[] };
  readonly numbering: Numbering;
  readonly emergency: ReadonlySet<string>;
  readonly rules: OutboundRules;
}

/** A decision with the steps that led to it, in words for administrators. */
export interface RouteDecision {
  readonly steps: readonly string[];
  /** Undefined when the call is refused. */
  readonly destination?: Destination;
  /** It asks something of this PBX, and leads nowhere. */
  readonly featureCode?: DialledCode;
  readonly refusal?: { readonly code: PbxErrorCode; readonly words: string };
}

/**
 * Where a number leads. The one place that decides it: calls are routed by it, and administrators see its steps. It
 * changes nothing and depends on nothing but the tables.
 */
export function decide(tables: RouteTables, written: string, direction: 'outbound' | 'inbound'): RouteDecision {
  const steps: string[] = [];
  const own = ownDestination(tables, written, steps);
  if (own !== undefined) return own;
  return direction === 'inbound' ? decideInbound(tables, steps) : decideOutbound(tables, written, steps);
}

function ownDestination(tables: RouteTables, written: string, steps: string[]): RouteDecision | undefined {
  const number = plainNumber(written);
  const extension = endpoint(tables, written) ?? endpoint(tables, number);
  if (extension !== undefined) {
    steps.push(`${extension.party.number} is an extension: it rings.`);
    return { steps, destination: extension };
  }
  steps.push(`${shown(number)} is no extension.`);
  const did = tables.numbers.find(withoutPrefix(tables, number));
  if (did === undefined) {
    steps.push('It is none of our own numbers.');
    return undefined;
  }
  if (did.destination === undefined) {
    steps.push(`It is our number ${did.number}, whose calls are refused.`);
    return { steps, refusal: { code: 'unknownDestination', words: `Calls to ${did.number} are refused.` } };
  }
  const destination = endpoint(tables, did.destination);
  if (destination === undefined) {
    steps.push(`It is our number ${did.number}, but its destination ${did.destination} does not exist.`);
    return undefined;
  }
  steps.push(`It is our number ${did.number}, which rings ${did.destination}.`);
  return { steps, destination };
}

function decideInbound(tables: RouteTables, steps: string[]): RouteDecision {
  const { defaultDestination } = tables.rules;
  const destination = endpoint(tables, defaultDestination);
  if (destination !== undefined) {
    steps.push(`Calls for nobody ring the default destination ${defaultDestination}.`);
    return { steps, destination };
  }
  steps.push('There is no default destination, and calls from outside never go out again: refused.');
  return { steps, refusal: { code: 'unknownDestination', words: 'Nobody here has this number.' } };
}

function decideOutbound(tables: RouteTables, written: string, steps: string[]): RouteDecision {
  const dialled = plainNumber(written);
  const featureCode = readFeatureCode(dialled, tables.numbering);
  if (featureCode !== undefined) {
    steps.push(`${featureCode.code} is a feature code: ${featureCode.words}.`);
    return { steps, featureCode };
  }
  if (!isDialledNumber(dialled)) {
    steps.push('It is no number that could be dialled outside: refused.');
    const words = `"${shown(written)}" is neither an extension nor a number to dial.`;
    return { steps, refusal: { code: 'unknownDestination', words } };
  }
  const number = withoutPrefix(tables, dialled);
  if (number !== dialled) steps.push(`The outside prefix ${tables.numbering.outsidePrefix} is taken away: ${number}.`);
  if (tables.emergency.has(number)) return decideEmergency(tables, number, steps);
  // As many digits as our extensions have: a mistyped extension, not a number for the trunk.
  if (number === dialled && /^\d+$/.test(number) && tables.directory.hasLength(number.length)) {
    steps.push('It has as many digits as our extensions: taken for a mistyped one, refused.');
    return { steps, refusal: { code: 'unknownDestination', words: `There is no extension ${number}.` } };
  }
  return decideTrunks(tables, readNumber(number, tables.numbering), steps);
}

function decideEmergency(tables: RouteTables, number: string, steps: string[]): RouteDecision {
  const { emergencyTrunkIds } = tables.rules;
  const others = tables.trunks.list().map(({ trunkId }) => trunkId);
  const trunkIds = usable(tables, [...new Set([...emergencyTrunkIds, ...others])]);
  steps.push(`${number} is an emergency number: no rule and no limit refuses it.`);
  return byTrunks({ dialled: number, e164: undefined }, { trunkIds, emergency: true }, steps);
}

function decideTrunks(tables: RouteTables, number: OutsideNumber, steps: string[]): RouteDecision {
  steps.push(
    number.e164 === undefined ? 'It is taken as it was dialled.' : `It is ${number.e164} in the world outside.`,
  );
  const { rules } = tables.rules;
  const rule = ruleFor(rules, number);
  if (rules.length > 0 && rule === undefined) {
    steps.push('No outbound rule takes it: refused.');
    return { steps, refusal: { code: 'noTrunk', words: `No outbound rule takes ${number.dialled}.` } };
  }
  if (rule?.trunkIds.length === 0) {
    steps.push(`The outbound rule for "${rule.prefix}" blocks it.`);
    return { steps, refusal: { code: 'unknownDestination', words: `${number.dialled} may not be dialled.` } };
  }
  if (rule === undefined) steps.push('There are no outbound rules: every trunk may carry it.');
  else steps.push(`The outbound rule for "${rule.prefix}" takes it.`);
  const trunkIds = usable(tables, rule?.trunkIds ?? tables.trunks.list().map(({ trunkId }) => trunkId));
  return byTrunks(number, { trunkIds, emergency: false }, steps);
}

function byTrunks(
  outside: OutsideNumber,
  o: { trunkIds: readonly string[]; emergency: boolean },
  steps: string[],
): RouteDecision {
  const number = outside.dialled;
  if (o.trunkIds.length === 0) {
    steps.push('No trunk that is switched on can carry it: refused.');
    const words = `${number} is no extension of this PBX, and it has no trunk for it.`;
    return { steps, refusal: { code: 'noTrunk', words } };
  }
  steps.push(`It goes out by ${o.trunkIds.join(', then ')}.`);
  return { steps, destination: { kind: 'trunk', number, outside, ...o, party: { number } } };
}

function usable(tables: RouteTables, trunkIds: readonly string[]): string[] {
  const enabled = new Set(tables.trunks.list().flatMap((trunk) => (trunk.enabled ? trunk.trunkId : [])));
  return trunkIds.filter((trunkId) => enabled.has(trunkId));
}

/** Only a number behind it makes it a prefix; an emergency number that begins like it stays whole. */
function withoutPrefix({ numbering, emergency }: RouteTables, number: string): string {
  const prefix = numbering.outsidePrefix;
  if (prefix === undefined || !number.startsWith(prefix) || number === prefix || emergency.has(number)) return number;
  return number.slice(prefix.length);
}

/** The endpoint with this id, as somewhere to ring. */
export function endpoint(
  { directory }: Pick<RouteTables, 'directory'>,
  endpointId: string | undefined,
): Destination | undefined {
  const entry = endpointId === undefined ? undefined : directory.get(endpointId);
  if (entry === undefined) return undefined;
  const party = { number: entry.endpointId, name: entry.name, endpointId: entry.endpointId };
  return { kind: 'endpoint', endpointId: entry.endpointId, party };
}

/** Input of strangers in a message: short and printable. */
function shown(text: string): string {
  return text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');
}
