import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { User, userExample } from '../../schemas/admin/user.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getUser = defineOperation({
  id: 'getUser',
  api: 'admin',
  method: 'GET',
  path: '/accounts/{accountId}/users/{userId}',
  summary: 'Get a user',
  description: 'userId is the id or the e-mail address of the user.',
  tag: 'User',
  access: 'USER',
  params: Type.Object({ accountId: Identifier, userId: Identifier }),
  responses: { 200: { description: 'The user', schema: User, example: userExample } },
  errors: [403, 404],
});
