import type { Fields, PageOrder } from '../http/index.ts';

/** What $filter of call records may name. `principal` is the user whose side of the call it is (contract section 4). */
export const filterFields: Fields = {
  principal: { column: 'userId', type: 'string' },
  callId: { column: 'callId', type: 'string' },
  endpointId: { column: 'endpointId', type: 'string' },
  siteId: { column: 'siteId', type: 'string' },
  from: { column: 'fromNumber', type: 'string' },
  fromName: { column: 'fromName', type: 'string' },
  fromPrincipalId: { column: 'fromPrincipalId', type: 'string' },
  to: { column: 'toNumber', type: 'string' },
  toName: { column: 'toName', type: 'string' },
  toPrincipalId: { column: 'toPrincipalId', type: 'string' },
  state: { column: 'state', type: 'string' },
  cause: { column: 'cause', type: 'string' },
  direction: { column: 'direction', type: 'string' },
  completed: { column: 'completed', type: 'boolean' },
  missed: { column: 'missed', type: 'boolean' },
  createdOn: { column: 'createdOn', type: 'time' },
  endTime: { column: 'endedOn', type: 'time' },
};

/** Names and principals may be absent, so nothing is ordered by them. */
const ordered = [
  'callId',
  'endpointId',
  'from',
  'to',
  'cause',
  'direction',
  'completed',
  'missed',
  'createdOn',
  'endTime',
];

export const orderFields: Fields = Object.fromEntries(ordered.map((name) => [name, filterFields[name]!]));

/** The newest first. */
export const pageOrder: PageOrder = {
  fields: orderFields,
  usual: [{ field: 'createdOn', descending: true }],
  last: 'recordId',
};
