import { type Static, Type } from 'typebox';
import { SelfLink } from '../shared/links.ts';
import { nullable } from '../shared/nullable.ts';

const destination = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'An extension or a number outside',
});
const enabled = Type.Optional(Type.Boolean({ default: true, description: 'False keeps the number without using it' }));

export const ForwardingRule = Type.Object({ destination, enabled });
export type ForwardingRule = Static<typeof ForwardingRule>;

export const NoAnswerRule = Type.Object({
  destination,
  enabled,
  afterSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, default: 20 })),
});
export type NoAnswerRule = Static<typeof NoAnswerRule>;

/** Where an endpoint's calls go instead of ringing there; a case that is absent is not forwarded. */
export const Forwarding = Type.Object({
  endpointId: Type.String(),
  always: Type.Optional(ForwardingRule),
  busy: Type.Optional(ForwardingRule),
  noAnswer: Type.Optional(NoAnswerRule),
  notReachable: Type.Optional(ForwardingRule),
  _links: SelfLink,
});
export type Forwarding = Static<typeof Forwarding>;

/** Takes the place of what was set: a case that is absent or null is not forwarded any more. */
export const UpdateForwardingBody = Type.Object({
  always: Type.Optional(nullable(ForwardingRule)),
  busy: Type.Optional(nullable(ForwardingRule)),
  noAnswer: Type.Optional(nullable(NoAnswerRule)),
  notReachable: Type.Optional(nullable(ForwardingRule)),
});
export type UpdateForwardingBody = Static<typeof UpdateForwardingBody>;

export const forwardingExample = {
  endpointId: '2880',
  busy: { destination: '2881', enabled: true },
  noAnswer: { destination: '+16135550100', enabled: true, afterSeconds: 20 },
  _links: { self: '/2017-09-01/endpoints/2880/forwarding' },
} as const;
