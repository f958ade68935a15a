import { defineOperation } from '../../operation.ts';
import { Claims, claimsExample } from '../../schemas/authentication/claims.ts';

export const getToken = defineOperation({
  id: 'getToken',
  api: 'authentication',
  method: 'GET',
  path: '/token',
  summary: 'Who am I',
  description: 'The claims of the token as a flat object. Booleans and times are strings; what is absent is empty.',
  tag: 'Authentication',
  access: 'USER',
  responses: { 200: { description: 'The claims', schema: Claims, example: claimsExample } },
  errors: [],
});
