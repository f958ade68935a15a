import { BASE_PATH, topics } from '../names.ts';
import { getUser } from '../operations/admin/getUser.ts';
import { User, userExample } from '../schemas/admin/user.ts';
import { definePublication } from './publication.ts';
import { userSubject } from './subjects.ts';

export const userChanged = definePublication({
  id: 'userChanged',
  summary: 'A user was created, changed or deleted',
  topic: topics.admin,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getUser.path}`,
  content: User,
  example: { method: 'POST', subject: userSubject(userExample.accountId, userExample.userId), content: userExample },
});
