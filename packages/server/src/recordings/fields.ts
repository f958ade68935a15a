import type { Fields, PageOrder } from '../http/index.ts';

export const filterFields: Fields = {
  recordingId: { column: 'recordingId', type: 'string' },
  callId: { column: 'callId', type: 'string' },
  label: { column: 'label', type: 'string' },
  createdOn: { column: 'startedOn', type: 'time' },
};

/** A label may be absent, so nothing is ordered by it. */
const { label: _, ...orderFields } = filterFields;

/** The newest first. */
export const pageOrder: PageOrder = {
  fields: orderFields,
  usual: [{ field: 'createdOn', descending: true }],
  last: 'recordingId',
};
