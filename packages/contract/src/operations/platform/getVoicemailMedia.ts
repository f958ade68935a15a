import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getVoicemailMedia = defineOperation({
  id: 'getVoicemailMedia',
  api: 'platform',
  method: 'GET',
  path: '/endpoints/{endpointId}/voicemail/{messageId}/media',
  summary: 'Get the sound of a message',

  tag: 'Voicemail',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier, messageId: Identifier }),

  responses: {
    200: { description: 'The whole file, audio/wav' },
    206: { description: 'The part of it that the header Range asked for (RFC 9110 section 14)' },
    416: { description: 'The file has no such part' },
  },
  errors: [403, 404],
  ours: true,
});
