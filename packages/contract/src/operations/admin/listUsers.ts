import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { User, userExample } from '../../schemas/admin/user.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const listUsers = defineOperation({
  id: 'listUsers',
  api: 'admin',
  method: 'GET',
  path: '/accounts/{accountId}/users',
  summary: 'List the users of an account',
  description: '$search finds text in name, e-mail and extension, without regard to case.',
  tag: 'User',
  access: 'USER',
  params: Type.Object({ accountId: Identifier }),
  odata: ['$filter', '$search', '$orderby', '$top', '$skip', '$skiptoken'],
  responses: {
    200: {
      description: 'A page of users',
      schema: collection(User),
      example: collectionExample('/2017-09-01/accounts/3f1c0f4e-6a52-4e0b-9f0a-7a2f7f6d8c11/users', [userExample]),
    },
  },
  errors: [400, 403, 404],
});
