import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Participant, participantExample } from '../../schemas/media/participant.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteParticipant = defineOperation({
  id: 'deleteParticipant',
  api: 'media',
  method: 'DELETE',
  path: '/conferences/{conferenceId}/participants/{participantId}',
  summary: 'Remove a participant',
  tag: 'Participant',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier, participantId: Identifier }),
  responses: {
    200: { description: 'The participant that was removed', schema: Participant, example: participantExample },
  },
  errors: [403, 404],
});
