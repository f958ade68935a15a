import type { Delivery } from '../delivery.ts';
import type { NewAttempt } from '../delivery-repository.ts';
import type { Answer } from './attempt.ts';
import { isSuccess } from './verdict.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** A request that went out, and what became of it. Times in milliseconds since the epoch. */
export interface Sent {
  readonly delivery: Pick<Delivery, 'subscriptionId' | 'publication' | 'attempts' | 'createdOn'>;
  readonly url: URL;
  readonly request: WebhookRequest;
  readonly answer: Answer;
  readonly startedOn: number;
  readonly endedOn: number;
}

/** The row of an attempt. Its body can be made again from the publication, its headers but for the signature too. */
export function recordOf(
  { delivery, url, request, answer, startedOn, endedOn }: Sent,
  cause: 'schedule' | 'replay' | 'test',
): NewAttempt {
  const { subscriptionId, publication, attempts, createdOn } = delivery;
  const answered = answer.status !== undefined;
  return {
    subscriptionId,
    publicationId: publication.publicationId,
    sequence: publication.sequence,
    attempt: attempts + 1,
    startedOn,
    durationMs: Math.max(0, endedOn - startedOn),
    status: answer.status ?? null,
    error: answered ? (isSuccess(answer) ? null : `answered ${answer.status}`) : answer.error,
    requestUrl: url.href,
    cause,
    signature: request.headers['webhook-signature'] ?? null,
    requestBody: cause === 'test' ? request.body : null,
    notifiedOn: createdOn,
    responseHeaders: answered ? JSON.stringify(answer.headers) : null,
    responseBody: answered ? answer.body : null,
    truncated: answered && answer.truncated ? 1 : 0,
  };
}
