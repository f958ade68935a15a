import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Participant, participantExample, UpdateParticipantBody } from '../../schemas/media/participant.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateConferenceParticipant = defineOperation({
  id: 'updateConferenceParticipant',
  api: 'media',
  method: 'PUT',
  path: '/conferences/{conferenceId}/participants/{participantId}',
  summary: 'Mute a participant, or let it leave',
  tag: 'Participant',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier, participantId: Identifier }),
  body: UpdateParticipantBody,
  example: { muted: true },
  responses: {
    200: { description: 'The changed participant', schema: Participant, example: participantExample },
  },
  errors: [400, 403, 404, 409],
});
