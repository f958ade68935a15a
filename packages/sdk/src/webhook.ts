import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookBody } from '@cordboard/contract';
import { systemClock } from './clock.ts';

export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface WebhookToVerify {
  readonly headers: WebhookHeaders;
  /** As received: text that was parsed and written again has another signature. */
  readonly rawBody: string | Uint8Array;
  /** The subscription's `secret` (whsec_...); several while it rotates. */
  readonly secret: string | readonly string[];
  /** How far its time may be from ours. Default 300. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since the epoch; default: the system's. */
  readonly now?: number;
}

export type WebhookProblem = 'missingHeader' | 'malformed' | 'tooOld' | 'tooNew' | 'wrongSignature';

/** The request is not to be believed: answer it with 401 and do nothing. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly problem: WebhookProblem;

  constructor(problem: WebhookProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/**
 * Checks a webhook by Standard Webhooks 1.0 (headers webhook-id, webhook-timestamp, webhook-signature) and gives its
 * body. Throws WebhookVerificationError. A request may come twice with the same webhook-id: see webhookId.
 */
export function verifyWebhook(webhook: WebhookToVerify): WebhookBody {
  const id = needed(webhook.headers, 'webhook-id');
  const timestamp = needed(webhook.headers, 'webhook-timestamp');
  const signatures = needed(webhook.headers, 'webhook-signature');
  checkTime(timestamp, webhook.toleranceSeconds ?? 300, webhook.now ?? systemClock.now());
  const secrets = typeof webhook.secret === 'string' ? [webhook.secret] : webhook.secret;
  const expected = secrets.map((secret) => sign(keyOf(secret), id, timestamp, webhook.rawBody));
  if (!anyMatches(given(signatures), expected)) {
    throw new WebhookVerificationError('wrongSignature', 'No signature of the webhook fits the secret');
  }
  return parse(webhook.rawBody);
}

/** What to remember a webhook by: the same in every attempt to deliver it. */
export function webhookId(headers: WebhookHeaders): string | undefined {
  return headerOf(headers, 'webhook-id');
}

function needed(headers: WebhookHeaders, name: string): string {
  const value = headerOf(headers, name);
  if (value === undefined || value === '') {
    throw new WebhookVerificationError('missingHeader', `The webhook has no ${name} header`);
  }
  return value;
}

function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const key = Object.keys(headers).find((one) => one.toLowerCase() === name);
  const value = key === undefined ? undefined : headers[key];
  return typeof value === 'string' ? value : value?.[0];
}

function checkTime(timestamp: string, toleranceSeconds: number, nowMs: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookVerificationError('malformed', 'The webhook-timestamp header is no number of seconds');
  }
  const age = Math.floor(nowMs / 1_000) - Number(timestamp);
  if (age > toleranceSeconds) throw new WebhookVerificationError('tooOld', `The webhook is ${age} s old`);
  if (-age > toleranceSeconds) throw new WebhookVerificationError('tooNew', `The webhook is ${-age} s in the future`);
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  // Signing with an empty key is signing with a public one.
  if (key.length === 0) throw new TypeError('secret takes the secret of the subscription: whsec_ and base64');
  return key;
}

function sign(key: Buffer, id: string, timestamp: string, rawBody: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest();
}

/** The header holds several, separated by spaces, while the sender's secret rotates; other versions are passed over. */
function given(header: string): Buffer[] {
  return header
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'));
}

/** Looks at every pair, in constant time each, so that timing tells nothing about which was near. */
function anyMatches(signatures: readonly Buffer[], expected: readonly Buffer[]): boolean {
  let found = false;
  for (const signature of signatures) {
    for (const one of expected) {
      if (signature.length === one.length && timingSafeEqual(signature, one)) found = true;
    }
  }
  return found;
}

function parse(rawBody: string | Uint8Array): WebhookBody {
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'subject' in body && 'content' in body) return body as WebhookBody;
  } catch {
    // Said below: what was signed is not what we understand.
  }
  throw new WebhookVerificationError('malformed', 'The body of the webhook is no publication');
}
