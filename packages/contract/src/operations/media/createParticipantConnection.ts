import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { ParticipantConnection, participantConnectionExample } from '../../schemas/media/participant-connection.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const createParticipantConnection = defineOperation({
  id: 'createParticipantConnection',
  api: 'media',
  method: 'POST',
  path: '/conferences/{conferenceId}/participants/{participantId}/connections',
  summary: 'Get what a client needs to join',
  tag: 'Participant',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier, participantId: Identifier }),
  responses: {
    200: { description: 'The connection', schema: ParticipantConnection, example: participantConnectionExample },
  },
  errors: [403, 404],
});
