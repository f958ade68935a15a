import { type Static, Type } from 'typebox';

const field = (description: string) => Type.Optional(Type.String({ maxLength: 8192, description }));

/**
 * Open: clients post whole user records along with the grant (contract section 2). Which fields a grant needs is checked
 * by the service, because `grant_type` is compared without regard to case.
 */
export const TokenBody = Type.Object(
  {
    grant_type: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'password, authorization_code or refresh_token; case does not matter',
    }),
    username: field('password grant: e-mail address'),
    password: field('password grant'),
    account_id: field('Account id or account number; absent: found from the user name'),
    client_id: field('authorization_code grant: as given to POST /authorize'),
    client_secret: field('Secret of a confidential client'),
    code: field('authorization_code grant: the code of POST /authorize'),
    refresh_token: field('refresh_token grant; `token` is understood too'),
    token: field('refresh_token grant: another name of refresh_token'),
    redirect_uri: field('authorization_code grant: as given to POST /authorize, if it was'),
  },
  { additionalProperties: true },
);
export type TokenBody = Static<typeof TokenBody>;

export const Token = Type.Object({
  token_type: Type.Enum(['bearer'], { type: 'string' }),
  expires_in: Type.Integer({ minimum: 0, description: 'Seconds until access_token expires' }),
  access_token: Type.String({ description: 'Signed token for the Authorization header' }),
  refresh_token: Type.String({ description: 'For one use of the refresh_token grant, which returns the next one' }),
  scope: Type.String(),
});
export type Token = Static<typeof Token>;

export const tokenExample = {
  token_type: 'bearer',
  expires_in: 3600,
  access_token: 'eyJhbGciOiJFUzI1NiJ9.eyJuYW1lIjoiQWRhIn0.c2lnbmF0dXJl',
  refresh_token: 'eyJhbGciOiJFUzI1NiJ9.eyJ0eXBlIjoidXNlciJ9.c2lnbmF0dXJl',
  scope: 'read write',
} as const;
