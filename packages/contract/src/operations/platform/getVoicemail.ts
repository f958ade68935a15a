import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { VoicemailMessage, voicemailExample } from '../../schemas/platform/voicemail.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getVoicemail = defineOperation({
  id: 'getVoicemail',
  api: 'platform',
  method: 'GET',
  path: '/endpoints/{endpointId}/voicemail/{messageId}',
  summary: 'Get a message of a mailbox',

  tag: 'Voicemail',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier, messageId: Identifier }),

  responses: { 200: { description: 'The message', schema: VoicemailMessage, example: voicemailExample } },
  errors: [403, 404],
  ours: true,
});
