import { defineOperation } from '../../operation.ts';
import { User, userExample } from '../../schemas/admin/user.ts';
import { CreateOwnUserBody } from '../../schemas/admin/user-body.ts';

export const createOwnUser = defineOperation({
  id: 'createOwnUser',
  api: 'admin',
  method: 'POST',
  path: '/users',
  summary: 'Create a user in your account',
  description: 'As createUser, but the role is always USER; a role or account in the body is ignored.',
  tag: 'User',
  access: 'ACCOUNT_ADMIN',
  body: CreateOwnUserBody,
  example: { email: 'ada@example.com', name: 'Ada Byron', extension: '2880' },
  responses: { 201: { description: 'The new user', schema: User, example: userExample } },
  errors: [400, 403, 409],
});
