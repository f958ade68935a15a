import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Account, accountExample } from '../../schemas/admin/account.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getAccount = defineOperation({
  id: 'getAccount',
  api: 'admin',
  method: 'GET',
  path: '/accounts/{accountId}',
  summary: 'Get an account',
  tag: 'Account',
  access: 'USER',
  params: Type.Object({ accountId: Identifier }),
  responses: { 200: { description: 'The account', schema: Account, example: accountExample } },
  errors: [403, 404],
});
