import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { AttendanceCollection, attendancesExample } from '../../schemas/media/attendance.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getUserAttendances = defineOperation({
  id: 'getUserAttendances',
  api: 'media',
  method: 'GET',
  path: '/users/{userId}/attendances',
  summary: 'List when a user was in conferences',
  tag: 'Conference',
  access: 'USER',
  params: Type.Object({ userId: Identifier }),
  odata: ['$skip', '$skiptoken', '$top', '$filter', '$orderby', '$expand'],
  responses: {
    200: { description: 'A page of attendances', schema: AttendanceCollection, example: attendancesExample },
  },
  errors: [400, 403],
});
