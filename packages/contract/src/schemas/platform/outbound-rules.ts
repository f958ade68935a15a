import { type Static, Type } from 'typebox';
import { SelfLink } from '../shared/links.ts';
import { nullable } from '../shared/nullable.ts';
import { trunkExample } from './trunk.ts';

const TrunkIds = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 100 });

export const OutboundRule = Type.Object({
  prefix: Type.String({
    pattern: '^\\+?[0-9*#]{0,32}$',
    description: 'With a + for E.164 numbers, without for numbers as dialled; empty: every number',
  }),
  trunkIds: Type.Array(TrunkIds.items, {
    maxItems: 100,
    description: 'In the order in which they are tried; none: such numbers are refused',
  }),
});

const fields = {
  rules: Type.Array(OutboundRule, {
    maxItems: 1_000,
    description: 'The longest prefix decides. No rules: every trunk may carry every number',
  }),
  emergencyTrunkIds: Type.Array(TrunkIds.items, {
    maxItems: 100,
    description: 'Trunks for emergency numbers, in order; after them all others are tried',
  }),
};

/** Which trunks carry which numbers. */
export const OutboundRules = Type.Object({
  ...fields,
  defaultDestination: Type.Optional(
    Type.String({ description: 'Extension or group that rings for calls from outside which name nobody here' }),
  ),
  emergencyNumbers: Type.Array(Type.String(), { description: 'Of the country of the server, or as set' }),
  _links: SelfLink,
});
export type OutboundRules = Static<typeof OutboundRules>;

/** Replaces all rules; what is not sent stays, null clears. */
export const UpdateOutboundRulesBody = Type.Object(
  {
    rules: Type.Optional(fields.rules),
    emergencyTrunkIds: Type.Optional(fields.emergencyTrunkIds),
    defaultDestination: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 64 }))),
  },
  { additionalProperties: true },
);
export type UpdateOutboundRulesBody = Static<typeof UpdateOutboundRulesBody>;

export const updateOutboundRulesExample = {
  rules: [
    { prefix: '+1', trunkIds: [trunkExample.trunkId] },
    { prefix: '+1900', trunkIds: [] },
  ],
  emergencyTrunkIds: [trunkExample.trunkId],
} as const;

export const outboundRulesExample = {
  ...updateOutboundRulesExample,
  emergencyNumbers: ['112', '911'],
  _links: { self: '/2017-09-01/outboundRules' },
} as const;
