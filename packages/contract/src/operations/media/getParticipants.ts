import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { ParticipantCollection, participantsExample } from '../../schemas/media/participant.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getParticipants = defineOperation({
  id: 'getParticipants',
  api: 'media',
  method: 'GET',
  path: '/conferences/{conferenceId}/participants',
  summary: 'List the participants of a conference',
  tag: 'Participant',
  access: 'USER',
  params: Type.Object({ conferenceId: Identifier }),
  odata: ['$skip', '$skiptoken', '$top', '$filter'],
  responses: {
    200: { description: 'A page of participants', schema: ParticipantCollection, example: participantsExample },
  },
  errors: [400, 403, 404],
});
