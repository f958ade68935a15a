import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { VoicemailMessage, voicemailExample } from '../../schemas/platform/voicemail.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteVoicemail = defineOperation({
  id: 'deleteVoicemail',
  api: 'platform',
  method: 'DELETE',
  path: '/endpoints/{endpointId}/voicemail/{messageId}',
  summary: 'Delete a message',

  tag: 'Voicemail',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier, messageId: Identifier }),

  responses: { 200: { description: 'The deleted message', schema: VoicemailMessage, example: voicemailExample } },
  errors: [403, 404],
  ours: true,
});
