import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Participant, participantExample } from '../../schemas/media/participant.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getParticipant = defineOperation({
  id: 'getParticipant',
  api: 'media',
  method: 'GET',
  path: '/conferences/{conferenceId}/participants/{participantId}',
  summary: 'Get a participant',
  tag: 'Participant',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier, participantId: Identifier }),
  responses: {
    200: { description: 'The participant', schema: Participant, example: participantExample },
  },
  errors: [403, 404],
});
