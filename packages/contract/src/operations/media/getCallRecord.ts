import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Call } from '../../schemas/media/call.ts';
import { callRecordsExample } from '../../schemas/media/call-record.ts';
import { collection } from '../../schemas/shared/collection.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getCallRecord = defineOperation({
  id: 'getCallRecord',
  api: 'media',
  method: 'GET',
  path: '/calls/{callId}/records',
  summary: 'Get the records of a call',
  tag: 'Call History',
  access: 'USER',
  params: Type.Object({ callId: Identifier }),
  responses: {
    200: { description: 'The records', schema: collection(Call), example: callRecordsExample },
  },
  errors: [400, 403, 404],
  planned: true,
});
