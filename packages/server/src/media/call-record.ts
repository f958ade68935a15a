import type { Call, Party } from '@cordboard/pbx';
import type { EndpointEntry } from '../gateways/index.ts';
import { plainText } from '../plain-text.ts';
import type { CallRecordRow } from '../storage/index.ts';

/** The row of a call as it is now. */
export function callRecord(
  recordId: string,
  call: Call,
  entry: EndpointEntry,
  principalOf: (party: Party) => string | undefined,
): CallRecordRow {
  const { accountId, userId, siteId } = entry;
  const { endpointId, callId, trackingId, direction, cause, from, to, deviceId } = call;
  return {
    recordId,
    accountId,
    endpointId,
    callId,
    userId,
    siteId,
    trackingId,
    direction,
    // Contract section 8, item 13: in the history a call that is over is `completed`.
    state: call.final ? 'completed' : call.state,
    cause,
    fromNumber: plainText(from.number),
    fromName: nameOf(from),
    toNumber: plainText(to.number),
    toName: nameOf(to),
    deviceId: deviceId === undefined ? null : plainText(deviceId),
    createdOn: call.createdAt,
    ringingOn: call.ringingAt ?? null,
    answeredOn: call.answeredAt ?? null,
    endedOn: call.endedAt ?? null,
    completed: call.final && call.answeredAt !== undefined ? 1 : 0,
    hidden: 0,
    fromPrincipalId: principalOf(from) ?? null,
    toPrincipalId: principalOf(to) ?? null,
    missed: isMissed(call) ? 1 : 0,
    searchText: plainText([from, to].map(({ number, name = '' }) => `${number} ${name}`).join(' ')).toLowerCase(),
    ...qualityOf(call),
  };
}

/** What the endpoint's telephone sent, where it sent anything. */
function qualityOf({ quality }: Call): Pick<CallRecordRow, 'lossPercent' | 'jitterMs' | 'mos'> {
  if (quality === undefined) return { lossPercent: null, jitterMs: null, mos: null };
  const { packetsReceived, packetsLost, jitterMs, meanOpinionScore } = quality;
  const sent = Math.max(1, packetsReceived + packetsLost);
  return {
    lossPercent: rounded((100 * Math.max(0, packetsLost)) / sent),
    jitterMs: rounded(jitterMs),
    mos: rounded(meanOpinionScore),
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Of a call that was moved on: somebody else has it. */
const movedOn: ReadonlySet<Call['cause']> = new Set([
  'redirected',
  'transfer',
  'callForward',
  'callForwardAlways',
  'callForwardBusy',
  'callForwardNoAnswer',
]);

/** It rang here, nobody answered, and it was not moved on. */
function isMissed({ final, direction, answeredAt, cause }: Call): boolean {
  return final && direction === 'inbound' && answeredAt === undefined && !movedOn.has(cause);
}

function nameOf({ name }: Party): string | null {
  return name === undefined ? null : plainText(name);
}
