import type { Generated } from 'kysely';
import type { Role } from './accounts.ts';

export interface NotificationTables {
  subscriptions: SubscriptionRow;
  deliveries: DeliveryRow;
  attempts: AttemptRow;
  recoveries: RecoveryRow;
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
  cause: Generated<'schedule' | 'replay' | 'test'>;
  /** Header webhook-signature as it was sent. */
  signature: string | null;
  /** Only where it cannot be made again from the publication. */
  requestBody: string | null;
  /** `createdOn` of the notification in the body. */
  notifiedOn: number | null;
  /** JSON; null when there was no answer. */
  responseHeaders: string | null;
  responseBody: string | null;
  /** 1: the answer was longer. */
  truncated: Generated<number>;
}

/** A search through the outbox for what a subscription has missed. */
export interface RecoveryRow {
  recoveryId: string;
  subscriptionId: string;
  /** Milliseconds since the epoch. */
  since: number;
  /** First sequence to look at, the last one looked at, and the last one to look at. */
  fromSequence: number;
  atSequence: number;
  toSequence: number;
  recovered: number;
  createdOn: number;
  finishedOn: number | null;
}

/** How far a reader of the outbox has come. */
export interface CursorRow {
  name: string;
  sequence: number;
}
