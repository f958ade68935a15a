import { createHash } from 'node:crypto';
import type { StoredPublication } from '../publications/index.ts';
import type { Delivery } from './delivery.ts';

/** The same for each attempt. No dot: the text that Standard Webhooks sign separates its parts with dots. */
export function deliveryIdOf(
  { publicationId }: Pick<StoredPublication, 'publicationId'>,
  subscriptionId: string,
): string {
  return `${publicationId}_${subscriptionId}`;
}

/** What a subscriber gets of a publication (contract section 6), put together as text: the content is JSON already. */
export function bodyOf(
  { publication: p, createdOn }: Pick<Delivery, 'publication' | 'createdOn'>,
  subscriptionId: string,
): string {
  const correlationId = correlationIdOf(deliveryIdOf(p, subscriptionId));
  const rest = JSON.stringify({
    subscription: { subscriptionId },
    notification: { createdOn: new Date(createdOn).toISOString(), correlationId },
  });
  return `${publicationText(p).slice(0, -1)},${rest.slice(1)}`;
}

/** A publication as those who listen know it. */
export function publicationText(publication: StoredPublication): string {
  const { publicationId, topic, method, subject, content, publisherAccountId, publisherPrincipalId } = publication;
  const head = JSON.stringify({ publicationId, topic, method, subject });
  const publisher = JSON.stringify({ accountId: publisherAccountId, principalId: publisherPrincipalId });
  return `${head.slice(0, -1)},"content":${content},"publisher":${publisher}}`;
}

/** A version 8 UUID (RFC 9562 section 5.8) made of the delivery's identity, so that retries carry the same one. */
export function correlationIdOf(id: string): string {
  const bytes = createHash('sha256').update(id).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
