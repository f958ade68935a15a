import { type Static, Type } from 'typebox';
import { collection, collectionExample } from '../shared/collection.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { Call } from './call.ts';

/** Hides records from their owner. Mitel's own program sends the word "true" instead of the boolean. */
export const UpdateCallRecordBody = Type.Object(
  { hide: Type.Union([Type.Boolean(), Type.Enum(['true', 'false'], { type: 'string' })]) },
  { additionalProperties: false },
);
export type UpdateCallRecordBody = Static<typeof UpdateCallRecordBody>;

/** How the sound of a call was (RFC 3550 section 6.4.1), and what a listener would have said of it (ITU-T P.800). */
export const CallQuality = Type.Object({
  lossPercent: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: 'Packets that did not arrive' })),
  jitterMs: Type.Optional(Type.Number({ minimum: 0 })),
  mos: Type.Optional(Type.Number({ minimum: 1, maximum: 5, description: 'Mean opinion score, estimated' })),
});
export type CallQuality = Static<typeof CallQuality>;

/** A call that is over (contract section 8, item 13). */
export const CallRecord = Type.Object({
  ...Call.properties,
  endpointId: Type.String({ description: 'Whose side of the call it is (Cordboard)' }),
  missed: Type.Boolean({ description: 'It rang here, nobody answered, and it was not moved on (Cordboard)' }),
  quality: Type.Optional(CallQuality),
});
export type CallRecord = Static<typeof CallRecord>;

export const CallRecordCollection = collection(CallRecord);

export const callRecordExample = {
  callId: '23',
  endpointId: '2880',
  from: '+16135550100',
  fromNumberE164: true,
  to: '2880',
  toNumberE164: false,
  toName: 'Ada Byron',
  toPrincipalId: exampleIds.userId,
  state: 'completed',
  cause: 'newCall',
  direction: 'inbound',
  createdOn: '2026-05-04T09:31:07.250Z',
  endTime: '2026-05-04T09:33:41.000Z',
  completed: true,
  missed: false,
  ringTime: 6.5,
  billingTime: 147,
  quality: { lossPercent: 0.1, jitterMs: 2.4, mos: 4.4 },
  _links: { self: '/2017-09-01/calls/23/records' },
} as const;

export const callRecordsExample = collectionExample('/2017-09-01/calls/records', [callRecordExample]);
