import { type CallContent, callSubject, longCallId, type Call as WireCall } from '@cordboard/contract';
import type { Call, Party } from '@cordboard/pbx';

/** E.164: a plus and up to 15 digits. */
const E164 = /^\+\d{7,15}$/;

/** What presenting a call needs to know beside the call. */
export interface CallView {
  readonly siteId: string;
  /** What a call that is over is called (contract section 8, item 14). */
  readonly finalState: 'idle' | 'completed';
  /** Principal of a party that is one of our endpoints. */
  principalOf(party: Party): string | undefined;
}

/** A call as the Media API shows it (contract section 4). */
export function presentCall(call: Call, view: CallView): WireCall {
  return {
    callId: call.callId,
    ...callFields(call, view),
    // The swagger has a text here; notifications have the object (contract section 4).
    extraPbxData: JSON.stringify(extraPbxData(call)),
    _links: { self: callSubject(call.endpointId, call.callId) },
  };
}

export interface CallEvent {
  readonly accountId: string;
  readonly userId: string;
  readonly pbxName: string;
  readonly eventId: string;
  /** When the PBX told it, and when it was written; milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly processedAt: number;
}

/** Content of a call's publication (contract section 6, "Media content"). */
export function callContent(call: Call, view: CallView, event: CallEvent): CallContent {
  const self = callSubject(call.endpointId, call.callId);
  return {
    ...callFields(call, view),
    callId: longCallId(call.endpointId, call.callId),
    endpointId: call.endpointId,
    accountId: event.accountId,
    extraPbxData: extraPbxData(call),
    timestamp: call.endedAt ?? event.receivedAt,
    eventId: event.eventId,
    mediaReceivedTimestamp: event.receivedAt,
    mediaEventProcessedTimestamp: event.processedAt,
    isCtiEvent: true,
    principalId: event.userId,
    callLegOwner: call.endpointId,
    eventType: 'CallStateNotification',
    deviceId: event.pbxName,
    userId: event.userId,
    _links: { self },
  };
}

export function isE164(number: string): boolean {
  return E164.test(number);
}

function callFields(call: Call, { siteId, finalState, principalOf }: CallView) {
  const [fromPrincipalId, toPrincipalId] = [principalOf(call.from), principalOf(call.to)];
  return {
    siteId,
    from: call.from.number,
    fromNumberE164: isE164(call.from.number),
    ...(call.from.name === undefined ? {} : { fromName: call.from.name }),
    ...(fromPrincipalId === undefined ? {} : { fromPrincipalId }),
    to: call.to.number,
    toNumberE164: isE164(call.to.number),
    ...(call.to.name === undefined ? {} : { toName: call.to.name }),
    ...(toPrincipalId === undefined ? {} : { toPrincipalId }),
    state: call.final ? finalState : call.state,
    cause: call.cause,
    direction: call.direction,
    createdOn: isoTime(call.createdAt),
    ...durations(call),
  };
}

function durations({ ringingAt, answeredAt, endedAt }: Call) {
  const ringEnd = answeredAt ?? endedAt;
  return {
    ...(endedAt === undefined ? {} : { endTime: isoTime(endedAt), completed: answeredAt !== undefined }),
    ...(ringingAt === undefined || ringEnd === undefined ? {} : { ringTime: seconds(ringEnd - ringingAt) }),
    ...(answeredAt === undefined || endedAt === undefined ? {} : { billingTime: seconds(endedAt - answeredAt) }),
  };
}

/** Event types of the CTI world that the contract's sample shows for a ringing call. */
const eventTypes: Readonly<Record<string, string>> = {
  ringing: 'deliveredEvent',
  connected: 'establishedEvent',
  held: 'heldEvent',
  idle: 'connectionClearedEvent',
};

function extraPbxData(call: Call) {
  return {
    ...(call.alertingDevice === undefined ? {} : { alertingDevice: call.alertingDevice }),
    ...(call.calledDevice === undefined ? {} : { calledDevice: call.calledDevice }),
    eventType: eventTypes[call.state] ?? 'stateEvent',
    callTrackingID: call.trackingId,
  };
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
