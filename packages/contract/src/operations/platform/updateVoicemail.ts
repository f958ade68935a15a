import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { UpdateVoicemailBody, VoicemailMessage, voicemailExample } from '../../schemas/platform/voicemail.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateVoicemail = defineOperation({
  id: 'updateVoicemail',
  api: 'platform',
  method: 'PUT',
  path: '/endpoints/{endpointId}/voicemail/{messageId}',
  summary: 'Mark a message as heard or new',

  tag: 'Voicemail',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier, messageId: Identifier }),
  body: UpdateVoicemailBody,
  example: { heard: true },
  responses: { 200: { description: 'The changed message', schema: VoicemailMessage, example: voicemailExample } },
  errors: [400, 403, 404],
  ours: true,
});
