import { type Static, Type } from 'typebox';
import { exampleIds } from '../shared/example-ids.ts';
import { DateTime } from '../shared/text.ts';

export const RotatedSecret = Type.Object({
  subscriptionId: Type.String(),
  secret: Type.String({ description: 'Key of the webhook signatures (Standard Webhooks)' }),
  previousSecretUntil: DateTime,
});
export type RotatedSecret = Static<typeof RotatedSecret>;

export const rotatedSecretExample = {
  subscriptionId: exampleIds.subscriptionId,
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  previousSecretUntil: '2026-05-05T09:30:00.000Z',
} as const;
