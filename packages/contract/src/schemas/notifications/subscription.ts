import { type Static, Type } from 'typebox';
import { topics } from '../../names.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';

/** What a subscriber asks for (contract section 6). */
const requestFields = {
  applicationId: Type.String({ minLength: 1, maxLength: 256, description: 'Chosen by you; comes back in a header' }),
  deviceId: Type.String({
    minLength: 1,
    maxLength: 2048,
    description: 'webhook: URL to deliver to; websocket: an id of the device',
  }),
  transport: Type.String({ minLength: 1, maxLength: 32, description: 'webhook or websocket' }),
  topic: Type.Enum(Object.values(topics), { type: 'string' }),
  subjectFilter: Type.String({
    maxLength: 4096,
    description: 'Regular expression, unanchored, tried on the subject with and without the base path',
  }),
  publicationFilter: Type.Optional(
    Type.String({
      maxLength: 4096,
      description: 'JSONPath over { publications: [publication] }; delivered if it finds',
    }),
  ),
  methodFilter: Type.Optional(Type.String({ maxLength: 32, description: 'HTTP method, for example PUT' })),
};

export const CreateSubscriptionBody = Type.Object(requestFields, { additionalProperties: true });
export type CreateSubscriptionBody = Static<typeof CreateSubscriptionBody>;

/** What can be changed, and that a disabled one shall go on. */
export const UpdateSubscriptionBody = Type.Object(
  {
    deviceId: Type.Optional(requestFields.deviceId),
    subjectFilter: Type.Optional(requestFields.subjectFilter),
    publicationFilter: requestFields.publicationFilter,
    methodFilter: requestFields.methodFilter,
    status: Type.Optional(Type.Literal('active')),
  },
  { additionalProperties: true },
);
export type UpdateSubscriptionBody = Static<typeof UpdateSubscriptionBody>;

export const Subscription = Type.Object({
  subscriptionId: Type.String({ description: '32 hexadecimal digits' }),
  ...requestFields,
  expiryDateTime: DateTime,
  createdOn: DateTime,
  accountId: Type.String(),
  principalId: Type.String(),
  status: Type.Optional(
    Type.Enum(['active', 'failing', 'disabled', 'expired'], {
      type: 'string',
      description: 'failing: nothing could be delivered lately; disabled: for too long, or the receiver answered 410',
    }),
  ),
  failingSince: Type.Optional(DateTime),
  disabledOn: Type.Optional(DateTime),
  disabledCause: Type.Optional(
    Type.Enum(['gone', 'failing'], { type: 'string', description: 'gone: the receiver answered 410' }),
  ),
  dropped: Type.Optional(
    Type.Integer({ description: 'Deliveries given up: too old, or tried to the end of the schedule' }),
  ),
  secret: Type.Optional(
    Type.String({ description: 'Key of the webhook signatures (Standard Webhooks); shown only at creation' }),
  ),
  _links: SelfLink,
});
export type Subscription = Static<typeof Subscription>;

export const createSubscriptionExample = {
  applicationId: exampleIds.applicationId,
  deviceId: 'https://router.example.com/incoming',
  transport: 'webhook',
  topic: topics.media,
  subjectFilter: '/2017-09-01/endpoints/2880/calls/',
  publicationFilter: "$.publications[?(@.content.state == 'ringing')]",
  methodFilter: 'PUT',
} as const;

export const subscriptionExample = {
  subscriptionId: exampleIds.subscriptionId,
  ...createSubscriptionExample,
  expiryDateTime: '2026-05-05T09:30:00.000Z',
  createdOn: exampleIds.createdOn,
  accountId: exampleIds.accountId,
  principalId: exampleIds.userId,
  status: 'active',
  _links: { self: `/2017-09-01/subscriptions/${exampleIds.subscriptionId}` },
} as const;
