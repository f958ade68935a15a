import { type Static, Type } from 'typebox';
import { SelfLink } from '../shared/links.ts';
import { trunkExample } from './trunk.ts';

/** What becomes of a number, and why. */
export const RouteExplanation = Type.Object({
  number: Type.String(),
  direction: Type.String(),
  steps: Type.Array(Type.String(), { description: 'The decision, step by step, in words' }),
  endpointId: Type.Optional(Type.String({ description: 'The extension that rings' })),
  trunkIds: Type.Optional(Type.Array(Type.String(), { description: 'The trunks that are tried, in order' })),
  e164: Type.Optional(Type.String({ description: 'The number as the world outside knows it' })),
  emergency: Type.Boolean(),
  refusal: Type.Optional(Type.String({ description: 'Why the call is refused' })),
  _links: SelfLink,
});
export type RouteExplanation = Static<typeof RouteExplanation>;

export const routeExplanationExample = {
  number: '6135550100',
  direction: 'outbound',
  steps: [
    '6135550100 is no extension.',
    'It is none of our own numbers.',
    'It is +16135550100 in the world outside.',
    'The outbound rule for "+1" takes it.',
    `It goes out by ${trunkExample.trunkId}.`,
  ],
  trunkIds: [trunkExample.trunkId],
  e164: '+16135550100',
  emergency: false,
  _links: { self: '/2017-09-01/routes/explain' },
} as const;
