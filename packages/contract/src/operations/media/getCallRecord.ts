import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { CallRecordCollection, callRecordsExample } from '../../schemas/media/call-record.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getCallRecord = defineOperation({
  id: 'getCallRecord',
  api: 'media',
  method: 'GET',
  path: '/calls/{callId}/records',
  summary: 'Get the records of a call',
  description: 'Of a call that is over; each side of a conversation has a call, and a record, of its own.',
  tag: 'Call History',
  access: 'USER',
  params: Type.Object({ callId: Identifier }),
  responses: {
    200: { description: 'The records', schema: CallRecordCollection, example: callRecordsExample },
  },
  errors: [400, 403, 404],
});
