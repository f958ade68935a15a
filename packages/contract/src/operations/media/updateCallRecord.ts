import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { UpdateCallRecordBody } from '../../schemas/media/call-record.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateCallRecord = defineOperation({
  id: 'updateCallRecord',
  api: 'media',
  method: 'PUT',
  path: '/calls/{callId}/records',
  summary: 'Hide the records of a call',
  description: 'From your own list. They are not deleted, and `hide` false brings them back.',
  tag: 'Call History',
  access: 'USER',
  params: Type.Object({ callId: Identifier }),
  body: UpdateCallRecordBody,
  example: { hide: true },
  responses: {
    200: { description: 'Done' },
  },
  errors: [400, 403, 404],
});
