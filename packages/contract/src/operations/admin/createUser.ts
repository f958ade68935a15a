import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { User, userExample } from '../../schemas/admin/user.ts';
import { CreateUserBody, createUserExample } from '../../schemas/admin/user-body.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const createUser = defineOperation({
  id: 'createUser',
  api: 'admin',
  method: 'POST',
  path: '/accounts/{accountId}/users',
  aliases: ['/users/{accountId}/users'],
  summary: 'Create a user',
  description:
    'The user starts unverified and cannot sign in until verified. The role is USER unless given, and at most your own. ' +
    'A user with an extension has an endpoint. Ids are generated; a password is ignored.',
  tag: 'User',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ accountId: Identifier }),
  body: CreateUserBody,
  example: createUserExample,
  responses: { 201: { description: 'The new user', schema: User, example: userExample } },
  errors: [400, 403, 404, 409],
});
