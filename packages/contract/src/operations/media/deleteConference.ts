import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Conference, conferenceExample } from '../../schemas/media/conference.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteConference = defineOperation({
  id: 'deleteConference',
  api: 'media',
  method: 'DELETE',
  path: '/conferences/{conferenceId}',
  summary: 'Delete a conference',
  tag: 'Conference',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier }),
  responses: {
    200: { description: 'The conference that was deleted', schema: Conference, example: conferenceExample },
  },
  errors: [403, 404],
});
