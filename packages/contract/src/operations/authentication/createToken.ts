import { defineOperation } from '../../operation.ts';
import { Token, TokenBody, tokenExample } from '../../schemas/authentication/token.ts';

export const createToken = defineOperation({
  id: 'createToken',
  api: 'authentication',
  method: 'POST',
  path: '/token',
  summary: 'Sign in',
  description:
    'Grants: password (username, password, optional account_id), authorization_code (code, client_id) and refresh_token ' +
    '(refresh_token or token). A refresh token is good once; using an old one again ends its whole family. ' +
    'Fields that a grant does not know are ignored.',
  tag: 'Authentication',
  access: 'public',
  body: TokenBody,
  consumes: ['application/json', 'application/x-www-form-urlencoded'],
  example: { grant_type: 'password', username: 'ada@example.com', password: 'correct horse battery staple' },
  responses: { 200: { description: 'Tokens', schema: Token, example: tokenExample } },
  errors: [400],
});
