import { type Static, Type } from 'typebox';

/** Answer of /health and /ready, which lie outside the base path. */
export const Health = Type.Object(
  {
    status: Type.Enum(['ok', 'unavailable'], { type: 'string' }),
    version: Type.Optional(Type.String({ description: 'For administrators' })),
    checks: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'ok or unavailable by part; administrators see what is wrong',
      }),
    ),
    warnings: Type.Optional(
      Type.Array(Type.String(), {
        description: 'For administrators: what they should see to, though the server works',
      }),
    ),
  },
  { additionalProperties: true },
);
export type Health = Static<typeof Health>;
