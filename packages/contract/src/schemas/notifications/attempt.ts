import { type Static, Type } from 'typebox';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';

const headers = Type.Record(Type.String(), Type.String());

const attemptFields = {
  attemptId: Type.String(),
  subscriptionId: Type.String(),
  publicationId: Type.String(),
  attempt: Type.Integer({ minimum: 1, description: '1 is the first of this publication' }),
  cause: Type.Enum(['schedule', 'replay', 'test'], { type: 'string' }),
  outcome: Type.Enum(['delivered', 'failed'], { type: 'string', description: 'delivered: answered 2xx' }),
  startedOn: DateTime,
  durationMs: Type.Integer({ minimum: 0 }),
  status: Type.Optional(Type.Integer({ description: 'HTTP status; absent when there was no answer' })),
  error: Type.Optional(Type.String({ description: 'Why it counts as failed' })),
  _links: SelfLink,
};

/** One try to deliver one publication to one subscription. */
export const Attempt = Type.Object(attemptFields);
export type Attempt = Static<typeof Attempt>;

/** With what went out and what came back. */
export const AttemptDetail = Type.Object({
  ...attemptFields,
  request: Type.Object({
    method: Type.Literal('POST'),
    url: Type.String(),
    headers,
    body: Type.Optional(Type.String({ description: 'Absent when the publication is not kept any more' })),
  }),
  response: Type.Optional(
    Type.Object({
      status: Type.Integer(),
      headers,
      body: Type.String({ description: 'At most 64 KiB' }),
      truncated: Type.Boolean({ description: 'There was more, or its end did not come' }),
    }),
  ),
});
export type AttemptDetail = Static<typeof AttemptDetail>;

export const attemptExample = {
  attemptId: '4711',
  subscriptionId: exampleIds.subscriptionId,
  publicationId: exampleIds.publicationId,
  attempt: 2,
  cause: 'schedule',
  outcome: 'failed',
  startedOn: exampleIds.createdOn,
  durationMs: 37,
  status: 500,
  error: 'answered 500',
  _links: { self: `/2017-09-01/subscriptions/${exampleIds.subscriptionId}/attempts/4711` },
} as const;

export const attemptDetailExample = {
  ...attemptExample,
  request: {
    method: 'POST',
    url: 'https://router.example.com/incoming',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"publicationId":"…"}',
  },
  response: { status: 500, headers: { 'content-type': 'text/plain' }, body: 'no database', truncated: false },
} as const;
