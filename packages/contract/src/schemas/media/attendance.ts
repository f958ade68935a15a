import { type Static, Type } from 'typebox';
import { collection, collectionExample } from '../shared/collection.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { DateTime } from '../shared/text.ts';
import { Conference } from './conference.ts';

/** One stay of a user in a conference. */
export const Attendance = Type.Object(
  {
    id: Type.String(),
    participantId: Type.String(),
    conferenceId: Type.String(),
    conferenceInstanceId: Type.String({ description: 'Which meeting of the conference' }),
    accountId: Type.String(),
    joinTimeStamp: DateTime,
    leaveTimeStamp: DateTime,
    _links: Type.Optional(
      Type.Object({ conference: Type.Optional(Type.String({ description: 'Absent once the conference is deleted' })) }),
    ),
    _embedded: Type.Optional(Type.Object({ conference: Type.Optional(Conference) })),
  },
  { additionalProperties: false },
);
export type Attendance = Static<typeof Attendance>;

export const AttendanceCollection = collection(Attendance);

export const attendancesExample = collectionExample(`/2017-09-01/users/${exampleIds.userId}/attendances`, [
  {
    id: '4f1c',
    participantId: exampleIds.userId,
    conferenceId: exampleIds.conferenceId,
    conferenceInstanceId: '7d20',
    accountId: exampleIds.accountId,
    joinTimeStamp: '2026-05-04T09:00:12.000Z',
    leaveTimeStamp: '2026-05-04T09:28:40.000Z',
    _links: { conference: `/2017-09-01/conferences/${exampleIds.conferenceId}` },
  },
] as const);
