import {
  type InboundNumber,
  numberSubject,
  type OutboundRules,
  outboundRulesSubject,
  type RouteExplanation,
  type Trunk,
  type TrunkState,
  trunkSubject,
} from '@cordboard/contract';
import type { Pbx, Trunk as PbxTrunk, RouteDecision } from '@cordboard/pbx';
import { present } from '../http/index.ts';
import type { InboundNumberRow, TrunkRow } from '../storage/index.ts';

/** What leaves of a trunk: no password, nor anything made of one. `state` only in answers. */
export function presentTrunk(trunk: PbxTrunk, row: TrunkRow | undefined, state?: PbxTrunkState): Trunk {
  const { trunkId, name, host, port, transport, mode, trusted, maxCalls, callerId, callerNumber } = trunk;
  const { numberFormat, enabled, credentials, inbound } = trunk;
  return {
    trunkId,
    name,
    host,
    ...present('port', port),
    transport,
    mode,
    ...present('username', credentials?.username),
    hasPassword: credentials !== undefined,
    ...present('inboundUsername', inbound?.username),
    hasInboundPassword: inbound !== undefined,
    trusted,
    ...present('maxCalls', maxCalls),
    callerId,
    ...present('callerNumber', callerNumber),
    numberFormat,
    enabled,
    readOnly: row === undefined,
    ...(state === undefined ? {} : { state: presentState(state) }),
    ...audit(row),
    _links: { self: trunkSubject(trunkId) },
  };
}

type PbxTrunkState = NonNullable<ReturnType<Pbx['trunks']['state']>>;

function presentState({ up, registered, restingUntil, fault, calls }: PbxTrunkState): TrunkState {
  return {
    up,
    ...present('registered', registered),
    ...(restingUntil === undefined ? {} : { restingUntil: new Date(restingUntil).toISOString() }),
    ...present('fault', fault),
    calls,
  };
}

/** A number of the settings has no row. */
export function presentNumber(
  { numberId, number, destination, mainOf, location }: Omit<InboundNumberRow, 'createdOn' | keyof Audit>,
  row: Audit | undefined,
): InboundNumber {
  return {
    numberId,
    number,
    ...present('destination', destination),
    ...present('mainOf', mainOf),
    ...present('location', location),
    readOnly: row === undefined,
    ...audit(row),
    _links: { self: numberSubject(numberId) },
  };
}

export function presentRules({
  rules,
  emergencyNumbers,
}: Pick<Pbx['routes'], 'rules' | 'emergencyNumbers'>): OutboundRules {
  const { defaultDestination } = rules;
  return {
    rules: rules.rules.map(({ prefix, trunkIds }) => ({ prefix, trunkIds: [...trunkIds] })),
    emergencyTrunkIds: [...rules.emergencyTrunkIds],
    ...present('defaultDestination', defaultDestination),
    emergencyNumbers: [...emergencyNumbers].sort(),
    _links: { self: outboundRulesSubject() },
  };
}

export function presentExplanation(
  { number, direction }: { number: string; direction: string },
  { steps, destination, refusal }: RouteDecision,
  self: string,
): RouteExplanation {
  const trunk = destination?.kind === 'trunk' ? destination : undefined;
  return {
    number,
    direction,
    steps: [...steps],
    ...(destination?.kind === 'endpoint' ? { endpointId: destination.endpointId } : {}),
    ...(trunk === undefined ? {} : { trunkIds: [...trunk.trunkIds] }),
    ...present('e164', trunk?.outside.e164),
    emergency: trunk?.emergency ?? false,
    ...present('refusal', refusal?.words),
    _links: { self },
  };
}

interface Audit {
  readonly createdOn: number;
  readonly createdBy: string;
  readonly modifiedOn: number;
  readonly modifiedBy: string;
}

function audit(row: Audit | undefined) {
  if (row === undefined) return {};
  return {
    createdOn: new Date(row.createdOn).toISOString(),
    createdBy: row.createdBy,
    modifiedOn: new Date(row.modifiedOn).toISOString(),
    modifiedBy: row.modifiedBy,
  };
}
