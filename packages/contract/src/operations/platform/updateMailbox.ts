import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Mailbox, mailboxExample, UpdateMailboxBody } from '../../schemas/platform/mailbox.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateMailbox = defineOperation({
  id: 'updateMailbox',
  api: 'platform',
  method: 'PUT',
  path: '/endpoints/{endpointId}/mailbox',
  summary: 'Set what a mailbox does with new messages',
  description: 'A message that is deleted after sending must be attached: a link to it would lead nowhere.',
  tag: 'Voicemail',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier }),
  body: UpdateMailboxBody,
  example: { mail: true, attach: true, deleteAfterSending: false },
  responses: { 200: { description: 'The changed settings', schema: Mailbox, example: mailboxExample } },
  errors: [400, 403, 404],
  ours: true,
});
