import { type Static, Type } from 'typebox';
import { callFields, ExtraPbxData } from '../media/call.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';

const Milliseconds = Type.Integer({ minimum: 0, description: 'Milliseconds since 1970' });

/** Content of a call's publication: the call, and when and where it happened (contract section 6, "Media content"). */
export const CallContent = Type.Object({
  ...callFields,
  callId: Type.String({ description: 'Long form: endpoints/{endpointId}/calls/{callId}' }),
  endpointId: Type.String(),
  accountId: Type.String(),
  extraPbxData: Type.Optional(ExtraPbxData),
  timestamp: Milliseconds,
  eventId: Type.String(),
  mediaReceivedTimestamp: Milliseconds,
  mediaEventProcessedTimestamp: Milliseconds,
  isCtiEvent: Type.Boolean(),
  principalId: Type.Optional(Type.String({ description: 'Whose endpoint it is' })),
  callLegOwner: Type.Optional(Type.String({ description: 'Number whose leg this is' })),
  eventType: Type.Enum(['CallStateNotification'], { type: 'string' }),
  deviceId: Type.Optional(Type.String({ description: 'The PBX that reported it' })),
  userId: Type.Optional(Type.String()),
  _links: SelfLink,
});
export type CallContent = Static<typeof CallContent>;

export const callContentExample = {
  callId: 'endpoints/2880/calls/23',
  endpointId: '2880',
  siteId: 'main',
  accountId: exampleIds.accountId,
  from: '+16135550100',
  fromNumberE164: true,
  fromName: 'Outside Caller',
  to: '2880',
  toNumberE164: false,
  toName: 'Ada Byron',
  toPrincipalId: exampleIds.userId,
  state: 'ringing',
  cause: 'newCall',
  direction: 'inbound',
  createdOn: '2026-05-04T09:31:07.250Z',
  extraPbxData: {
    alertingDevice: '2880',
    calledDevice: '2880',
    eventType: 'deliveredEvent',
    callTrackingID: '17',
  },
  timestamp: 1_777_887_067_250,
  eventId: exampleIds.publicationId,
  mediaReceivedTimestamp: 1_777_887_067_250,
  mediaEventProcessedTimestamp: 1_777_887_067_252,
  isCtiEvent: true,
  principalId: exampleIds.userId,
  callLegOwner: '2880',
  eventType: 'CallStateNotification',
  deviceId: 'cordboard',
  userId: exampleIds.userId,
  _links: { self: '/2017-09-01/endpoints/2880/calls/23' },
} as const;
