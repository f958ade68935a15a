import { defineOperation } from '../../operation.ts';
import { UpdateCallRecordBody } from '../../schemas/media/call-record.ts';

export const updateCallRecords = defineOperation({
  id: 'updateCallRecords',
  api: 'media',
  method: 'PUT',
  path: '/calls/records',
  summary: 'Hide the call records that $filter selects',
  description:
    'From your own list; without a $filter, all. They are not deleted: administrators of the account still see them, and ' +
    '`hide` false brings them back.',
  tag: 'Call History',
  access: 'USER',
  odata: ['$filter'],
  body: UpdateCallRecordBody,
  example: { hide: true },
  responses: {
    200: { description: 'Done' },
  },
  errors: [400, 403, 404],
});
