import type { Fields, PageOrder } from '../http/index.ts';

/** What $filter may name. */
export const conferenceFields: Fields = {
  id: { column: 'conferenceId', type: 'string' },
  externalConferenceId: { column: 'conferenceId', type: 'string' },
  name: { column: 'name', type: 'string' },
  accessCode: { column: 'accessCode', type: 'string' },
  type: { column: 'type', type: 'string' },
  lobbyPolicy: { column: 'lobbyPolicy', type: 'string' },
  createdBy: { column: 'createdBy', type: 'string' },
  createdOn: { column: 'createdOn', type: 'time' },
  modifiedOn: { column: 'modifiedOn', type: 'time' },
};

/** A name may be absent, so nothing is ordered by it. */
const { name: _, ...orderFields } = conferenceFields;

/** The newest first. */
export const conferenceOrder: PageOrder = {
  fields: orderFields,
  usual: [{ field: 'createdOn', descending: true }],
  last: 'conferenceId',
};

export const participantFields: Fields = {
  participantId: { column: 'participantId', type: 'string' },
  state: { column: 'state', type: 'string' },
};

/** As they were invited or came. */
export const participantOrder: PageOrder = {
  fields: { createdOn: { column: 'createdOn', type: 'time' } },
  usual: [{ field: 'createdOn', descending: false }],
  last: 'participantId',
};

export const attendanceFields: Fields = {
  id: { column: 'attendanceId', type: 'string' },
  participantId: { column: 'participantId', type: 'string' },
  conferenceId: { column: 'conferenceId', type: 'string' },
  conferenceInstanceId: { column: 'instanceId', type: 'string' },
  joinTimeStamp: { column: 'joinedOn', type: 'time' },
  leaveTimeStamp: { column: 'leftOn', type: 'time' },
};

/** The newest first. */
export const attendanceOrder: PageOrder = {
  fields: attendanceFields,
  usual: [{ field: 'joinTimeStamp', descending: true }],
  last: 'attendanceId',
};
