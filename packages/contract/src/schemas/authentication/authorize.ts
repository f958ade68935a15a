import { type Static, Type } from 'typebox';

/** Credentials in exchange for a code. `account_id` may be absent: it is then found from the user name. */
export const AuthorizeBody = Type.Object(
  {
    response_type: Type.Optional(Type.String({ maxLength: 64, description: 'code' })),
    username: Type.String({ minLength: 1, maxLength: 320, description: 'E-mail address' }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
    account_id: Type.Optional(Type.String({ maxLength: 256, description: 'Account id or account number' })),
    client_id: Type.Optional(Type.String({ maxLength: 256 })),
    redirect_uri: Type.Optional(Type.String({ maxLength: 2048 })),
    state: Type.Optional(Type.String({ maxLength: 2048 })),
  },
  { additionalProperties: true },
);
export type AuthorizeBody = Static<typeof AuthorizeBody>;

export const AuthorizationCode = Type.Object({
  code: Type.String({ description: 'One-time code for POST /token' }),
  state: Type.Optional(Type.String({ description: 'As sent' })),
});
export type AuthorizationCode = Static<typeof AuthorizationCode>;
