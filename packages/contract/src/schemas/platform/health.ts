import { type Static, Type } from 'typebox';

/** Answer of /health and /ready, which lie outside the base path. */
export const Health = Type.Object(
  {
    status: Type.Enum(['ok', 'unavailable'], { type: 'string' }),
    version: Type.Optional(Type.String()),
    checks: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'State of each part by name' })),
    warnings: Type.Optional(
      Type.Array(Type.String(), { description: 'What administrators should see to, though the server works' }),
    ),
  },
  { additionalProperties: true },
);
export type Health = Static<typeof Health>;
