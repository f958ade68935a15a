import { publications } from '../publications/index.ts';
import type { PublicationKind } from '../publications/publication.ts';
import { WebhookBody } from '../schemas/notifications/publication.ts';
import { exampleIds } from '../schemas/shared/example-ids.ts';
import { type Json, schemaAt } from './named-schemas.ts';

/** Body of the webhook that a publication's example would cause. */
export function webhookExample(kind: PublicationKind): object {
  return {
    publicationId: exampleIds.publicationId,
    topic: kind.topic,
    ...kind.example,
    publisher: { accountId: exampleIds.accountId, principalId: exampleIds.userId },
    subscription: { subscriptionId: exampleIds.subscriptionId },
    notification: { createdOn: exampleIds.createdOn, correlationId: exampleIds.correlationId },
  };
}

function webhook(kind: PublicationKind): Json {
  const schema = {
    allOf: [schemaAt(WebhookBody), { type: 'object', properties: { content: schemaAt(kind.content) } }],
  };
  return {
    post: {
      operationId: kind.id,
      summary: kind.summary,
      description: `Topic ${kind.topic}, method ${kind.methods.join(', ')}, subject ${kind.subject}`,
      security: [],
      requestBody: {
        required: true,
        content: { 'application/json': { schema, example: webhookExample(kind) } },
      },
      responses: { '2XX': { description: 'Taken; any other answer is tried again' } },
    },
  };
}

/** What subscribers receive, for `webhooks`. */
export function webhooks(): Json {
  return Object.fromEntries(Object.values(publications).map((kind) => [kind.id, webhook(kind)]));
}
