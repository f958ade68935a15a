import { type Static, Type } from 'typebox';
import { exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';

export const CreateRecoveryBody = Type.Object(
  { since: Type.String({ format: 'date-time', description: 'Publications are kept for seven days' }) },
  { additionalProperties: true },
);
export type CreateRecoveryBody = Static<typeof CreateRecoveryBody>;

/** Everything since a time that a subscription should have got and has not, once more. */
export const Recovery = Type.Object({
  recoveryId: Type.String(),
  subscriptionId: Type.String(),
  since: DateTime,
  state: Type.Enum(['running', 'finished'], { type: 'string' }),
  progress: Type.Number({ minimum: 0, maximum: 1, description: 'Part of the publications that were looked at' }),
  recovered: Type.Integer({ minimum: 0, description: 'Deliveries that were made' }),
  createdOn: DateTime,
  _links: SelfLink,
});
export type Recovery = Static<typeof Recovery>;

export const recoveryExample = {
  recoveryId: '0190a1b2-c3d4-7e5f-8a6b-000000000001',
  subscriptionId: exampleIds.subscriptionId,
  since: '2026-05-04T08:00:00.000Z',
  state: 'running',
  progress: 0.4,
  recovered: 12,
  createdOn: exampleIds.createdOn,
  _links: {
    self: `/2017-09-01/subscriptions/${exampleIds.subscriptionId}/recoveries/0190a1b2-c3d4-7e5f-8a6b-000000000001`,
  },
} as const;
