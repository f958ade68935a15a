import { type Static, Type } from 'typebox';

/** What a telephone needs to register. The password is shown this once; only its hash is kept. */
export const EndpointCredentials = Type.Object({
  username: Type.String(),
  password: Type.String(),
  realm: Type.String(),
  registrar: Type.String({ description: 'SIP address of the registrar, for example sip:192.0.2.10:5060' }),
});
export type EndpointCredentials = Static<typeof EndpointCredentials>;

export const endpointCredentialsExample = {
  username: '2880',
  password: 'kR4t-9wQz-Lm2x-Vb7c',
  realm: 'cordboard',
  registrar: 'sip:192.0.2.10:5060',
} as const;
