import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { VoicemailMessage, voicemailExample } from '../../schemas/platform/voicemail.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const listVoicemail = defineOperation({
  id: 'listVoicemail',
  api: 'platform',
  method: 'GET',
  path: '/endpoints/{endpointId}/voicemail',
  summary: 'List the messages of a mailbox',
  description: 'The mailbox of the own endpoint only; administrators do not listen to messages of others.',
  tag: 'Voicemail',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  odata: ['$filter', '$orderby', '$top', '$skip', '$skiptoken'],
  responses: {
    200: {
      description: 'A page of messages',
      schema: collection(VoicemailMessage),
      example: collectionExample('/2017-09-01/endpoints/2880/voicemail', [voicemailExample]),
    },
  },
  errors: [400, 403, 404],
  ours: true,
});
