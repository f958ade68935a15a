import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';

export const deleteToken = defineOperation({
  id: 'deleteToken',
  api: 'authentication',
  method: 'DELETE',
  path: '/token',
  summary: 'Sign out',
  description: 'Ends the session of the token: its access and refresh tokens are refused from now on.',
  tag: 'Authentication',
  access: 'USER',
  responses: {
    200: { description: 'Signed out; an empty object for clients that parse', schema: Type.Object({}), example: {} },
  },
  errors: [],
});
