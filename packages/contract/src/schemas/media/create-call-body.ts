import { type Static, Type } from 'typebox';

const number = (description: string) => Type.String({ minLength: 1, maxLength: 128, description });
const url = (description: string) => Type.String({ maxLength: 2048, description });

export const CreateCallBody = Type.Object({
  to: number('Number to dial: an extension or an outside number'),
  from: Type.Optional(number('Number to present; default: the number of the endpoint')),
  fromName: Type.Optional(Type.String({ maxLength: 256, description: 'Name to present' })),
  record: Type.Optional(Type.Boolean({ default: false, description: 'Record the call from its start' })),
  timeoutMs: Type.Optional(
    Type.Number({ default: 6000, minimum: 3000, maximum: 30_000, description: 'Deprecated: see originateTimeout' }),
  ),
  originateTimeout: Type.Optional(
    Type.Number({ minimum: 0, maximum: 120, description: 'Seconds the other side may ring' }),
  ),
  successUrl: Type.Optional(url('Called when the command succeeds')),
  failureUrl: Type.Optional(url('Called when the command fails; default: successUrl')),
  associatedCallId: Type.Optional(Type.String({ maxLength: 256, description: 'A call that the new one belongs to' })),
  executeOnAnswer: Type.Optional(
    Type.Enum(['bridge'], { type: 'string', description: 'bridge: join with associatedCallId once answered' }),
  ),
});
export type CreateCallBody = Static<typeof CreateCallBody>;
