import { defineOperation } from '../../operation.ts';
import { AuthorizationCode, AuthorizeBody } from '../../schemas/authentication/authorize.ts';

export const createAuthorizationCode = defineOperation({
  id: 'createAuthorizationCode',
  api: 'authentication',
  method: 'POST',
  path: '/authorize',
  summary: 'Exchange credentials for an authorization code',
  description: 'The code is good once and for a short time; POST /token with grant_type authorization_code redeems it.',
  tag: 'Authentication',
  access: 'public',
  body: AuthorizeBody,
  consumes: ['application/json', 'application/x-www-form-urlencoded'],
  example: {
    response_type: 'code',
    username: 'ada@example.com',
    password: 'correct horse battery staple',
    account_id: '417290583',
    client_id: '5b9c2b0e-4c5d-4d0a-9f4e-3a2b1c0d9e8f',
  },
  responses: {
    201: { description: 'The code', schema: AuthorizationCode, example: { code: 'k3Xc0n9vQm2sT7yLpR4w' } },
  },
  errors: [400],
});
