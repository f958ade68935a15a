import { type Attempt, type AttemptDetail, BASE_PATH } from '@cordboard/contract';
import { present } from '../../http/index.ts';
import type { StoredPublication } from '../../publications/index.ts';
import type { SubscriptionRow } from '../../storage/index.ts';
import { buildRequest, receiverOf } from '../webhook/index.ts';
import type { StoredAttempt } from './attempt-repository.ts';

export function presentAttempt(row: StoredAttempt): Attempt {
  const { attemptId, subscriptionId, publicationId, attempt, cause, startedOn, durationMs, status } = row;
  return {
    attemptId: String(attemptId),
    subscriptionId,
    publicationId,
    attempt,
    cause,
    outcome: row.error === null ? 'delivered' : 'failed',
    startedOn: new Date(startedOn).toISOString(),
    durationMs,
    ...(status !== null && { status }),
    ...present('error', row.error),
    _links: { self: `${BASE_PATH}/subscriptions/${subscriptionId}/attempts/${attemptId}` },
  };
}

/** `publication` while it is kept: the request is made of it once more, but for the signature, which is the one sent. */
export function presentAttemptDetail(
  row: StoredAttempt,
  subscription: SubscriptionRow,
  publication: StoredPublication | undefined,
): AttemptDetail {
  return {
    ...presentAttempt(row),
    request: { method: 'POST', url: row.requestUrl, ...requestOf(row, subscription, publication) },
    ...responseOf(row),
  };
}

function requestOf(row: StoredAttempt, subscription: SubscriptionRow, publication: StoredPublication | undefined) {
  const signature = present('webhook-signature', row.signature);
  if (row.requestBody !== null) return { headers: signature as Record<string, string>, body: row.requestBody };
  if (publication === undefined) return { headers: signature as Record<string, string> };
  const delivery = { subscriptionId: row.subscriptionId, publication, createdOn: row.notifiedOn ?? row.startedOn };
  const { headers, body } = buildRequest(delivery, receiverOf(subscription), row.startedOn);
  return { headers: { ...headers, ...signature }, body };
}

function responseOf({
  status,
  responseHeaders,
  responseBody,
  truncated,
}: StoredAttempt): Pick<AttemptDetail, 'response'> {
  if (status === null) return {};
  const headers: Record<string, string> = responseHeaders === null ? {} : JSON.parse(responseHeaders);
  return { response: { status, headers, body: responseBody ?? '', truncated: truncated === 1 } };
}
