import { BASE_PATH, topics } from '../names.ts';
import { getMailbox } from '../operations/platform/getMailbox.ts';
import { MailboxContent, mailboxContentExample } from '../schemas/notifications/endpoint-content.ts';
import { definePublication } from './publication.ts';
import { mailboxSubject } from './subjects.ts';

export const mailboxChanged = definePublication({
  id: 'mailboxChanged',
  summary: 'A mailbox does something else with new messages',
  topic: topics.media,
  methods: ['PUT'],
  subject: `${BASE_PATH}${getMailbox.path}`,
  content: MailboxContent,
  example: { method: 'PUT', subject: mailboxSubject('2880'), content: mailboxContentExample },
});
