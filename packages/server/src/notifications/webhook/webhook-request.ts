import type { SubscriptionRow } from '../../storage/index.ts';
import type { NewDelivery } from '../delivery.ts';
import { bodyOf, correlationIdOf, deliveryIdOf } from '../delivery-body.ts';
import { signStandard, signWithApplication } from './signature.ts';

/** What a subscription adds to each request. */
export interface Receiver {
  readonly subscriptionId: string;
  readonly applicationId: string;
  /** Each `whsec_` and the key in base64; the second is the one before, while receivers may still know that only. */
  readonly secrets: readonly { readonly secret: string; readonly until: number }[];
  readonly url: URL;
}

export function receiverOf(row: SubscriptionRow): Receiver {
  const { subscriptionId, applicationId, secret, previousSecret, previousSecretUntil } = row;
  const secrets = [{ secret, until: Number.POSITIVE_INFINITY }];
  if (previousSecret !== null) secrets.push({ secret: previousSecret, until: previousSecretUntil ?? 0 });
  return { subscriptionId, applicationId, secrets, url: new URL(row.deviceId) };
}

export interface WebhookRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The request of a delivery: body as in contract section 6, headers as in section 8 item 10, and those of Standard
 * Webhooks. Body and webhook-id are the same in every attempt, after a restart too; the timestamp is the attempt's.
 */
export function buildRequest(delivery: NewDelivery, receiver: Receiver, now: number): WebhookRequest {
  const { publication } = delivery;
  const id = deliveryIdOf(publication, receiver.subscriptionId);
  const body = bodyOf(delivery, receiver.subscriptionId);
  const { applicationId, secrets } = receiver;
  const valid = secrets.filter(({ until }) => now < until);
  return {
    body,
    headers: {
      ...signedHeaders({ id, applicationId, body, now }),
      'webhook-signature': valid.map(({ secret }) => signStandard(secret, id, secondsOf(now), body)).join(' '),
    },
  };
}

/** Headers that need no secret which only server and receiver know. */
export function signedHeaders({
  id,
  applicationId,
  body,
  now,
}: {
  id: string;
  applicationId: string;
  body: string;
  now: number;
}): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Cordboard-Webhooks/1.0',
    'x-mitel-application-id': applicationId,
    'x-mitel-signature': signWithApplication(applicationId, body),
    'x-mitel-correlation-id': correlationIdOf(id),
    'webhook-id': id,
    'webhook-timestamp': String(secondsOf(now)),
  };
}

function secondsOf(ms: number): number {
  return Math.floor(ms / 1_000);
}
