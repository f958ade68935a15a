import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Conference, conferenceExample } from '../../schemas/media/conference.ts';
import { UpdateConferenceBody } from '../../schemas/media/conference-body.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateConference = defineOperation({
  id: 'updateConference',
  api: 'media',
  method: 'PUT',
  path: '/conferences/{conferenceId}',
  summary: 'Change a conference',
  tag: 'Conference',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier }),
  body: UpdateConferenceBody,
  example: { name: 'Monday round', lobbyPolicy: 'noLobby' },
  responses: {
    200: { description: 'The changed conference', schema: Conference, example: conferenceExample },
  },
  errors: [400, 403, 404, 409],
});
