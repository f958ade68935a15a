import { type Static, Type } from 'typebox';
import { topics } from '../../names.ts';

/** What services announce (contract section 6, "Delivered webhook"). */
const publicationFields = {
  publicationId: Type.String(),
  topic: Type.Enum(Object.values(topics), { type: 'string' }),
  method: Type.Enum(['POST', 'PUT', 'DELETE'], { type: 'string' }),
  subject: Type.String({ description: 'Path of the resource that changed' }),
  content: Type.Object({}, { additionalProperties: true, description: 'The resource as it is now' }),
  publisher: Type.Object({ accountId: Type.String(), principalId: Type.String() }),
};

/** What a publicationFilter sees as one element of `publications`. */
export const Publication = Type.Object(publicationFields);
export type Publication = Static<typeof Publication>;

/** Body of a webhook: one publication, not wrapped, with the subscription that it is for. */
export const WebhookBody = Type.Object({
  ...publicationFields,
  subscription: Type.Object({ subscriptionId: Type.String() }),
  notification: Type.Object({ createdOn: Type.String({ format: 'date-time' }), correlationId: Type.String() }),
});
export type WebhookBody = Static<typeof WebhookBody>;
