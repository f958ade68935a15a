import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Account, accountExample, UpdateAccountBody } from '../../schemas/admin/account.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateAccount = defineOperation({
  id: 'updateAccount',
  api: 'admin',
  method: 'PUT',
  path: '/accounts/{accountId}',
  summary: 'Change an account',
  description: 'Only what is sent changes. Fields that cannot be changed are ignored.',
  tag: 'Account',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ accountId: Identifier }),
  body: UpdateAccountBody,
  example: { name: 'Example Company' },
  responses: { 200: { description: 'The changed account', schema: Account, example: accountExample } },
  errors: [400, 403, 404],
});
