import { type Static, Type } from 'typebox';
import { collectionExample } from '../shared/collection.ts';

/** Hides records from their owner. Mitel's own program sends the word "true" instead of the boolean. */
export const UpdateCallRecordBody = Type.Object(
  { hide: Type.Union([Type.Boolean(), Type.Enum(['true', 'false'], { type: 'string' })]) },
  { additionalProperties: false },
);
export type UpdateCallRecordBody = Static<typeof UpdateCallRecordBody>;

/** A call that is over (contract section 8, item 13). */
export const callRecordExample = {
  callId: '23',
  from: '+16135550100',
  fromNumberE164: true,
  to: '2880',
  toNumberE164: false,
  toName: 'Ada Byron',
  state: 'completed',
  cause: 'newCall',
  direction: 'inbound',
  createdOn: '2026-05-04T09:31:07.250Z',
  endTime: '2026-05-04T09:33:41.000Z',
  completed: true,
  ringTime: 6.5,
  billingTime: 147,
  _links: { self: '/2017-09-01/endpoints/2880/calls/23' },
} as const;

export const callRecordsExample = collectionExample('/2017-09-01/calls/records', [callRecordExample]);
