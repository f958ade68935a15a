import { type CreateSubscriptionBody, type ErrorCode, topics } from '@cordboard/contract';
import { compilePublicationFilter, compileSubjectFilter, FilterError, parseMethodFilter } from './filters/index.ts';
import { NotificationError } from './notification-error.ts';
import { type TargetGuard, TargetRefused } from './webhook/index.ts';

const KNOWN_TOPICS: readonly string[] = Object.values(topics);
const MAX_URL_LENGTH = 2_048;

/**
 * Checks what a subscriber asks for (contract section 6).
 *
 * @throws NotificationError that names the field
 */
export function checkSubscription(input: CreateSubscriptionBody, guard: TargetGuard): void {
  checkApplicationId(input.applicationId);
  checkInterest(input);
  checkDevice(input, guard);
}

type Interest = Pick<CreateSubscriptionBody, 'topic' | 'subjectFilter' | 'methodFilter' | 'publicationFilter'>;

/** Checks which publications are asked for. @throws NotificationError that names the field */
export function checkInterest(input: Interest): void {
  if (!KNOWN_TOPICS.includes(input.topic)) {
    throw new NotificationError('invalid_request', `topic must be one of ${KNOWN_TOPICS.join(', ')}`, 'topic');
  }
  readFilter('invalid_subject_filter', 'subjectFilter', () => compileSubjectFilter(input.subjectFilter));
  readFilter('invalid_request', 'methodFilter', () => parseMethodFilter(input.methodFilter));
  const { publicationFilter } = input;
  if (publicationFilter !== undefined) {
    readFilter('invalid_publication_filter', 'publicationFilter', () => compilePublicationFilter(publicationFilter));
  }
}

/** It becomes a header and a key. */
function checkApplicationId(applicationId: string): void {
  if (!/^[\x21-\x7e]{1,256}$/.test(applicationId)) {
    const message = 'applicationId must be 1 to 256 visible ASCII characters; a GUID is best';
    throw new NotificationError('invalid_request', message, 'applicationId');
  }
}

/** Where webhooks go, or the name that a device on a connection has for itself. */
function checkDevice({ transport, deviceId }: CreateSubscriptionBody, guard: TargetGuard): void {
  if (transport === 'webhook') checkTarget(deviceId, 'deviceId', guard);
  if (transport === 'webhook' || transport === 'websocket') return;
  const message = `transport: unknown transport ${transport}; use webhook or websocket`;
  throw new NotificationError('transport_not_supported', message, 'transport');
}

function readFilter(code: ErrorCode, param: string, compile: () => unknown): void {
  try {
    compile();
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new NotificationError(code, `${param}: ${error.message}`, param);
  }
}

/** @throws NotificationError that names the field, when requests may not go there */
export function checkTarget(target: string, param: string, guard: TargetGuard): void {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || target.length > MAX_URL_LENGTH) {
    const message = `${param} must be the http or https URL that webhooks go to`;
    throw new NotificationError('invalid_request', message, param);
  }
  if (url.username || url.password) {
    throw new NotificationError('invalid_request', `${param} must not carry a user name or password`, param);
  }
  try {
    guard.checkHost(url.hostname);
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error;
    const message = `webhooks may not go to ${url.hostname}: the address is not public`;
    throw new NotificationError('target_refused', message, param);
  }
}
