import type { Call, Party } from '@cordboard/pbx';
import type { EndpointEntry } from '../gateways/index.ts';
import { plainText } from '../plain-text.ts';
import type { CallRecordRow } from '../storage/index.ts';

/** The row of a call as it is now. */
export function callRecord(recordId: string, call: Call, entry: EndpointEntry): CallRecordRow {
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
  };
}

function nameOf({ name }: Party): string | null {
  return name === undefined ? null : plainText(name);
}
