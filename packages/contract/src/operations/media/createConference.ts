import { defineOperation } from '../../operation.ts';
import { Conference, conferenceExample } from '../../schemas/media/conference.ts';
import { CreateConferenceBody } from '../../schemas/media/conference-body.ts';

export const createConference = defineOperation({
  id: 'createConference',
  api: 'media',
  method: 'POST',
  path: '/conferences',
  summary: 'Create a conference',
  tag: 'Conference',
  access: 'USER',
  body: CreateConferenceBody,
  example: { name: 'Monday round', type: 'inviteOnly', accessCodeLength: 9 },
  responses: {
    200: { description: 'The conference', schema: Conference, example: conferenceExample },
    202: { description: 'Accepted; a notification tells the outcome' },
  },
  errors: [400, 403, 404, 409],
});
