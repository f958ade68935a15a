import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { CreateParticipantBody, Participant, participantExample } from '../../schemas/media/participant.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const createParticipant = defineOperation({
  id: 'createParticipant',
  api: 'media',
  method: 'POST',
  path: '/conferences/{conferenceId}/participants',
  summary: 'Invite somebody to a conference',
  tag: 'Participant',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier }),
  body: CreateParticipantBody,
  example: { participantId: participantExample.participantId },
  responses: {
    200: { description: 'The participant', schema: Participant, example: participantExample },
    202: { description: 'Accepted; a notification tells the outcome' },
  },
  errors: [400, 403, 404, 409],
});
