import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Mailbox, mailboxExample } from '../../schemas/platform/mailbox.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getMailbox = defineOperation({
  id: 'getMailbox',
  api: 'platform',
  method: 'GET',
  path: '/endpoints/{endpointId}/mailbox',
  summary: 'Get what a mailbox does with new messages',
  tag: 'Voicemail',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  responses: { 200: { description: 'The settings', schema: Mailbox, example: mailboxExample } },
  errors: [403, 404],
  ours: true,
});
