import { publications } from '@cordboard/contract';
import type { StoredPublication } from '../../publications/index.ts';
import type { SubscriptionRow } from '../../storage/index.ts';

/** The contract's example of a publication of the subscription's topic, as if it had happened in its account. */
export function examplePublication(
  { topic, accountId, principalId }: SubscriptionRow,
  publicationId: string,
  now: number,
): StoredPublication {
  const kinds = Object.values(publications);
  const { example } = kinds.find((kind) => kind.topic === topic) ?? publications.callChanged;
  return {
    sequence: 0,
    publicationId,
    accountId,
    topic,
    method: example.method,
    subject: example.subject,
    content: JSON.stringify(example.content),
    publisherAccountId: accountId,
    publisherPrincipalId: principalId,
    createdOn: now,
  };
}
