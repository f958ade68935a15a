import {
  type CallQuality,
  type CallRecord,
  operations,
  type PastCall,
  path,
  type Call as WireCall,
} from '@cordboard/contract';
import { present } from '../http/index.ts';
import { isE164, isoTime, seconds } from '../media/index.ts';
import type { CallRecordRow } from '../storage/index.ts';

/** A call that is over, as the history shows it (contract section 4 and section 8, item 13). */
export function presentRecord(row: CallRecordRow): CallRecord {
  return {
    callId: row.callId,
    endpointId: row.endpointId,
    siteId: row.siteId,
    from: row.fromNumber,
    fromNumberE164: isE164(row.fromNumber),
    ...present('fromName', row.fromName),
    ...present('fromPrincipalId', row.fromPrincipalId),
    to: row.toNumber,
    toNumberE164: isE164(row.toNumber),
    ...present('toName', row.toName),
    ...present('toPrincipalId', row.toPrincipalId),
    state: row.state as NonNullable<WireCall['state']>,
    cause: row.cause as NonNullable<WireCall['cause']>,
    direction: row.direction as NonNullable<WireCall['direction']>,
    createdOn: isoTime(row.createdOn),
    completed: row.completed === 1,
    missed: row.missed === 1,
    ...times(row),
    ...quality(row),
    // The swagger has a text here; notifications have the object (contract section 4).
    extraPbxData: JSON.stringify({ callTrackingID: row.trackingId }),
    _links: { self: selfOf(row) },
  };
}

/** The older shape (contract section 4, GET /calls). */
export function presentPastCall(row: CallRecordRow): PastCall {
  const { accountId, siteId, direction, fromName, toName, fromPrincipalId, toPrincipalId } = row;
  const inbound = direction === 'inbound';
  return {
    callId: row.callId,
    accountId,
    siteId,
    ...present('userId', row.userId),
    direction: direction as PastCall['direction'],
    from: row.fromNumber,
    to: row.toNumber,
    state: row.state as PastCall['state'],
    createdOn: isoTime(row.createdOn),
    sequenceNumber: row.createdOn,
    connectedParty: {
      accountId,
      siteId,
      ...present('userId', inbound ? fromPrincipalId : toPrincipalId),
      ...present('name', inbound ? fromName : toName),
    },
    _links: { self: selfOf(row) },
  };
}

function selfOf({ callId }: CallRecordRow): string {
  return path(operations.getCallRecord, { callId });
}

function times({ createdOn, ringingOn, answeredOn, endedOn }: CallRecordRow) {
  const ringEnd = answeredOn ?? endedOn;
  return {
    ...(endedOn === null ? {} : { endTime: isoTime(Math.max(endedOn, createdOn)) }),
    ...(ringingOn === null || ringEnd === null ? {} : { ringTime: lasting(ringingOn, ringEnd) }),
    ...(answeredOn === null || endedOn === null ? {} : { billingTime: lasting(answeredOn, endedOn) }),
  };
}

/** A clock that was set back must not make a time shorter than nothing. */
function lasting(from: number, to: number): number {
  return seconds(Math.max(0, to - from));
}

function quality({ lossPercent, jitterMs, mos }: CallRecordRow): { quality?: CallQuality } {
  if (lossPercent === null && jitterMs === null && mos === null) return {};
  return {
    quality: {
      ...present('lossPercent', lossPercent),
      ...present('jitterMs', jitterMs),
      ...present('mos', mos),
    },
  };
}
