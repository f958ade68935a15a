import type { Generated } from 'kysely';
import type { Role } from './accounts.ts';

export interface NotificationTables {
  subscriptions: SubscriptionRow;
  deliveries: DeliveryRow;
  attempts: AttemptRow;
  cursors: CursorRow;
}

export interface SubscriptionRow {
  subscriptionId: string;
  accountId: string;
  principalId: string;
  /** Of the subscriber at creation: what it may see. */
  role: Role;
  applicationId: string;
  /** webhook: the URL to deliver to. */
  deviceId: string;
  transport: string;
  topic: string;
  subjectFilter: string;
  methodFilter: string | null;
  publicationFilter: string | null;
  /** Key of the webhook signatures, `whsec_` and base64: needed in clear to sign. */
  secret: string;
  createdOn: number;
  expiresOn: number;
  /** Sequence of the last publication before the subscription. */
  startSequence: number;
  disabledOn: number | null;
  /** gone, failing. */
  disabledCause: string | null;
  /** Since when nothing could be delivered; null while things go well. */
  failingSince: number | null;
  /** When its owner was told of that. */
  warnedOn: number | null;
  /** Deliveries that were given up: too old, or tried to the end of the schedule. */
  dropped: number;
  /** The secret before the last rotation signs too until then. */
  previousSecret: string | null;
  previousSecretUntil: number | null;
}

/** One publication that one subscription has still to get. Deleted once it was delivered. */
export interface DeliveryRow {
  deliveryId: Generated<number>;
  subscriptionId: string;
  sequence: number;
  subject: string;
  /** When it is tried next. */
  dueOn: number;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  createdOn: number;
}

export interface AttemptRow {
  attemptId: Generated<number>;
  subscriptionId: string;
  publicationId: string;
  sequence: number;
  /** 1 is the first. */
  attempt: number;
  startedOn: number;
  durationMs: number;
  /** HTTP status, or null when there was no answer. */
  status: number | null;
  error: string | null;
  requestUrl: string;
}

/** How far a reader of the outbox has come. */
export interface CursorRow {
  name: string;
  sequence: number;
}
