import type { Call, Party } from '@cordboard/pbx';
import type { EndpointEntry, Gateway } from '../gateways/index.ts';
import type { CallRecordRow } from '../storage/index.ts';

/**
 * The final change of a call whose server died during it. When it ended nobody knows; it was over at the latest when
 * the server came back.
 */
export function abandonedCall(row: CallRecordRow, gateway: Gateway, now: number): { call: Call; entry: EndpointEntry } {
  const { endpointId, callId, trackingId, accountId, userId, siteId, deviceId, ringingOn, answeredOn } = row;
  const inbound = row.direction === 'inbound';
  const from = party(gateway, row.fromNumber, row.fromName, inbound ? undefined : endpointId);
  const to = party(gateway, row.toNumber, row.toName, inbound ? endpointId : undefined);
  const call: Call = {
    endpointId,
    callId,
    trackingId,
    direction: inbound ? 'inbound' : 'outbound',
    state: 'idle',
    // As when the PBX closes with live calls.
    cause: 'resourcesNotAvailable',
    from,
    to,
    ...(deviceId === null ? {} : { deviceId }),
    createdAt: row.createdOn,
    ...(ringingOn === null ? {} : { ringingAt: ringingOn }),
    ...(answeredOn === null ? {} : { answeredAt: answeredOn }),
    // A clock that was set back must not make a call end before it began.
    endedAt: Math.max(now, answeredOn ?? row.createdOn),
    final: true,
  };
  return { call, entry: { endpointId, accountId, userId: userId ?? '', siteId } };
}

function party(gateway: Gateway, number: string, name: string | null, own: string | undefined): Party {
  const endpointId = own ?? gateway.entry(number)?.endpointId;
  return {
    number,
    ...(name === null ? {} : { name }),
    ...(endpointId === undefined ? {} : { endpointId }),
  };
}
