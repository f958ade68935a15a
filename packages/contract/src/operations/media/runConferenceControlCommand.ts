import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Conference, conferenceExample } from '../../schemas/media/conference.ts';
import { ConferenceCommandBody } from '../../schemas/media/conference-body.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const runConferenceControlCommand = defineOperation({
  id: 'runConferenceControlCommand',
  api: 'media',
  method: 'POST',
  path: '/conferences/{conferenceId}',
  summary: 'End or record a conference',
  tag: 'Conference',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier }),
  body: ConferenceCommandBody,
  example: { action: 'end' },
  responses: {
    200: { description: 'The conference', schema: Conference, example: conferenceExample },
  },
  errors: [400, 403, 404, 409],
});
