import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { User, userExample } from '../../schemas/admin/user.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteOwnUser = defineOperation({
  id: 'deleteOwnUser',
  api: 'admin',
  method: 'DELETE',
  path: '/users/{userId}',
  summary: 'Delete a user of your account',
  description: 'Ends the sessions of the user and removes the endpoint.',
  tag: 'User',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ userId: Identifier }),
  responses: { 200: { description: 'The user that was deleted', schema: User, example: userExample } },
  errors: [403, 404, 409],
});
