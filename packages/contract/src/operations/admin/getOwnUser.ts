import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { User, userExample } from '../../schemas/admin/user.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getOwnUser = defineOperation({
  id: 'getOwnUser',
  api: 'admin',
  method: 'GET',
  path: '/users/{userId}',
  summary: 'Get a user of your account',
  description: 'userId is the id or the e-mail address of the user.',
  tag: 'User',
  access: 'USER',
  params: Type.Object({ userId: Identifier }),
  responses: { 200: { description: 'The user', schema: User, example: userExample } },
  errors: [403, 404],
});
