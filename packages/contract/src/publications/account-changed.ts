import { BASE_PATH, topics } from '../names.ts';
import { getAccount } from '../operations/admin/getAccount.ts';
import { Account, accountExample } from '../schemas/admin/account.ts';
import { definePublication } from './publication.ts';
import { accountSubject } from './subjects.ts';

export const accountChanged = definePublication({
  id: 'accountChanged',
  summary: 'An account changed',
  topic: topics.admin,
  methods: ['PUT'],
  subject: `${BASE_PATH}${getAccount.path}`,
  content: Account,
  example: { method: 'PUT', subject: accountSubject(accountExample.accountId), content: accountExample },
});
