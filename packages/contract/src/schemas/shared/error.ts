import { type Static, Type } from 'typebox';

/** Body of every error. `code`, `param` and `docUrl` are Cordboard's; CloudLink has name and message. */
export const ErrorBody = Type.Object({
  name: Type.String({ description: 'Name of the status, for example NotFound' }),
  message: Type.String({ description: 'What went wrong, for people' }),
  code: Type.Optional(Type.String({ description: 'What went wrong, for programs; listed in docs/errors.md' })),
  param: Type.Optional(Type.String({ description: 'The field or parameter that caused it' })),
  docUrl: Type.Optional(Type.String({ description: 'Where the error is explained' })),
});
export type ErrorBody = Static<typeof ErrorBody>;

export const errorExample = {
  name: 'NotFound',
  message: 'There is no endpoint 2899 in this account.',
  code: 'unknown_endpoint',
  param: 'endpointId',
} as const;
