import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { User, userExample } from '../../schemas/admin/user.ts';
import { UpdateUserBody } from '../../schemas/admin/user-body.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateOwnUser = defineOperation({
  id: 'updateOwnUser',
  api: 'admin',
  method: 'PUT',
  path: '/users/{userId}',
  summary: 'Change a user of your account',
  description:
    'Only what is sent changes; null clears. Everybody may change their own details, but not role, e-mail or extension.',
  tag: 'User',
  access: 'USER',
  params: Type.Object({ userId: Identifier }),
  body: UpdateUserBody,
  example: { name: 'Ada Lovelace', mobile: '+16135550123' },
  responses: { 200: { description: 'The changed user', schema: User, example: userExample } },
  errors: [400, 403, 404, 409],
});
