import { type Static, Type } from 'typebox';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';

/** States of a call (contract section 4). */
export const callStates = ['unknown', 'idle', 'ringing', 'connected', 'held', 'outOfService', 'completed'] as const;

/** Causes of a call's state (contract section 4). */
export const callCauses = [
  'busy',
  'callBack',
  'callCancelled',
  'callForwardAlways',
  'callForwardBusy',
  'callForwardNoAnswer',
  'callForward',
  'callNotAnswer',
  'destNotObtainable',
  'doNotDisturb',
  'incompatibleDestination',
  'networkCongestion',
  'networkNotObtainable',
  'newCall',
  'redirected',
  'resourcesNotAvailable',
  'transfer',
] as const;

export const callDirections = ['inbound', 'outbound'] as const;

export const CallState = Type.Enum([...callStates], { type: 'string' });
export const CallCause = Type.Enum([...callCauses], { type: 'string' });
export const CallDirection = Type.Enum([...callDirections], { type: 'string' });

/** What the PBX knows beyond the contract; an object in notifications, while the swagger has a string in answers. */
export const ExtraPbxData = Type.Object(
  {
    alertingDevice: Type.Optional(Type.String()),
    calledDevice: Type.Optional(Type.String()),
    eventType: Type.Optional(Type.String()),
    callTrackingID: Type.Optional(Type.String({ description: 'The same for all calls of one conversation' })),
  },
  { additionalProperties: true },
);

/** Fields that a call and its notification share. */
export const callFields = {
  siteId: Type.Optional(Type.String()),
  from: Type.Optional(Type.String({ description: 'Number of the calling party' })),
  fromNumberE164: Type.Optional(Type.Boolean({ description: 'Whether `from` is an E.164 number' })),
  fromName: Type.Optional(Type.String()),
  fromPrincipalId: Type.Optional(Type.String()),
  to: Type.Optional(Type.String({ description: 'Number of the called party' })),
  toNumberE164: Type.Optional(Type.Boolean({ description: 'Whether `to` is an E.164 number' })),
  toName: Type.Optional(Type.String()),
  toPrincipalId: Type.Optional(Type.String()),
  state: Type.Optional(CallState),
  cause: Type.Optional(CallCause),
  direction: Type.Optional(CallDirection),
  createdOn: Type.Optional(DateTime),
  endTime: Type.Optional(DateTime),
  completed: Type.Optional(Type.Boolean({ description: 'The call was answered and is over' })),
  ringTime: Type.Optional(Type.Number({ description: 'Seconds of ringing' })),
  billingTime: Type.Optional(Type.Number({ description: 'Seconds between answer and end' })),
};

/** An endpoint's side of a conversation. Each endpoint has its own callId for the same conversation. */
export const Call = Type.Object({
  callId: Type.String({ description: 'Unique within its endpoint' }),
  ...callFields,
  extraPbxData: Type.Optional(Type.String({ description: 'What notifications have as an object, in JSON' })),
  _links: SelfLink,
});
export type Call = Static<typeof Call>;

export const callExample = {
  callId: '23',
  from: '+16135550100',
  fromNumberE164: true,
  fromName: 'Outside Caller',
  to: '2880',
  toNumberE164: false,
  toName: 'Ada Byron',
  state: 'ringing',
  cause: 'newCall',
  direction: 'inbound',
  createdOn: '2026-05-04T09:31:07.250Z',
  _links: { self: '/2017-09-01/endpoints/2880/calls/23' },
} as const;

export const outboundCallExample = {
  callId: '24',
  from: '2880',
  fromNumberE164: false,
  fromName: 'Ada Byron',
  to: '2881',
  toNumberE164: false,
  state: 'connected',
  cause: 'newCall',
  direction: 'outbound',
  createdOn: '2026-05-04T09:35:00.000Z',
  _links: { self: '/2017-09-01/endpoints/2880/calls/24' },
} as const;
