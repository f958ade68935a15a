import { type Static, Type } from 'typebox';
import { collection, collectionExample } from '../shared/collection.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';
import { CallDirection, CallState } from './call.ts';

/** A call that is over, as the older history route shows it (contract section 4, GET /calls). */
export const PastCall = Type.Object({
  callId: Type.String(),
  accountId: Type.String(),
  siteId: Type.String(),
  userId: Type.Optional(Type.String()),
  direction: CallDirection,
  from: Type.String(),
  to: Type.String(),
  state: CallState,
  createdOn: DateTime,
  sequenceNumber: Type.Integer({ description: 'Grows with the time of the call' }),
  connectedParty: Type.Object({
    accountId: Type.String(),
    siteId: Type.String(),
    userId: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
  }),
  _links: SelfLink,
});
export type PastCall = Static<typeof PastCall>;

export const PastCallCollection = collection(PastCall);

export const pastCallsExample = collectionExample('/2017-09-01/calls', [
  {
    callId: '23',
    accountId: exampleIds.accountId,
    siteId: 'built-in',
    userId: exampleIds.userId,
    direction: 'inbound',
    from: '+16135550100',
    to: '2880',
    state: 'completed',
    createdOn: '2026-05-04T09:31:07.250Z',
    sequenceNumber: 1_777_887_067_250,
    connectedParty: { accountId: exampleIds.accountId, siteId: 'built-in', name: 'Outside Caller' },
    _links: { self: '/2017-09-01/calls/23/records' },
  },
]);
