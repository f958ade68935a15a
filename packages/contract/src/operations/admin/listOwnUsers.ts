import { defineOperation } from '../../operation.ts';
import { User, userExample } from '../../schemas/admin/user.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';

export const listOwnUsers = defineOperation({
  id: 'listOwnUsers',
  api: 'admin',
  method: 'GET',
  path: '/users',
  summary: 'List the users of your account',
  description: '$search finds text in name, e-mail and extension, without regard to case.',
  tag: 'User',
  access: 'USER',
  odata: ['$filter', '$search', '$orderby', '$top', '$skip', '$skiptoken'],
  responses: {
    200: {
      description: 'A page of users',
      schema: collection(User),
      example: collectionExample('/2017-09-01/users', [userExample]),
    },
  },
  errors: [400],
});
