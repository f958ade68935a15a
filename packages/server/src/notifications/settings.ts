import { topics } from '@cordboard/contract';

/** How the notification engine behaves. Times in milliseconds. */
export interface NotificationSettings {
  /** Ranges (CIDR) that webhooks may go to although they are not public. */
  readonly allow: readonly string[];
  readonly subscriptionLifetimeMs: number;
  readonly subscriptionsPerAccount: number;
  /** How long the secret before a rotation signs too. */
  readonly secretOverlapMs: number;
  /** How long the URL of a connection is good. */
  readonly connectionLifetimeMs: number;
  /** Pauses before the second, third, ... attempt; after the last one a delivery is given up. */
  readonly retryMs: readonly number[];
  /** By topic: deliveries that have waited for longer are given up. */
  readonly maxAgeMs: Readonly<Record<string, number>>;
  /** From the request to the end of the answer. */
  readonly timeoutMs: number;
  /** The owner of a subscription whose deliveries all fail for so long is told. */
  readonly warnAfterMs: number;
  /** A subscription whose deliveries all fail for so long is disabled. */
  readonly disableAfterMs: number;
  /** Requests of one subscription at a time; one while its receiver fails. */
  readonly inFlightPerSubscription: number;
  /** Requests to one host at a time. */
  readonly inFlightPerHost: number;
  /** Requests of all subscriptions at a time. */
  readonly inFlight: number;
  /** How often expired subscriptions are removed. */
  readonly sweepMs: number;
  /** How long the record of attempts is kept. */
  readonly attemptRetentionMs: number;
  /** How long requests may take to end when the engine closes. */
  readonly closeGraceMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const defaultSettings: NotificationSettings = {
  allow: [],
  // Contract section 8, item 8.
  subscriptionLifetimeMs: DAY,
  subscriptionsPerAccount: 100_000,
  secretOverlapMs: DAY,
  connectionLifetimeMs: DAY,
  retryMs: [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, DAY],
  // Nobody wants to hear tomorrow that a telephone rang.
  maxAgeMs: { [topics.media]: DAY },
  timeoutMs: 15 * SECOND,
  warnAfterMs: 6 * HOUR,
  disableAfterMs: 5 * DAY,
  inFlightPerSubscription: 16,
  inFlightPerHost: 64,
  inFlight: 1_024,
  sweepMs: 30 * SECOND,
  attemptRetentionMs: 7 * DAY,
  closeGraceMs: 3 * SECOND,
};
