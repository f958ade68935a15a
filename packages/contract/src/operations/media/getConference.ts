import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Conference, conferenceExample } from '../../schemas/media/conference.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getConference = defineOperation({
  id: 'getConference',
  api: 'media',
  method: 'GET',
  path: '/conferences/{conferenceId}',
  summary: 'Get a conference',
  tag: 'Conference',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier }),
  odata: ['$expand'],
  responses: {
    200: { description: 'The conference', schema: Conference, example: conferenceExample },
  },
  errors: [400, 403, 404],
});
