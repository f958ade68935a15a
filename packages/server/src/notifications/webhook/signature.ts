import { createHmac } from 'node:crypto';

/** CloudLink's signature: the body keyed by the application's id, in hexadecimal (contract section 8, item 10). */
export function signWithApplication(applicationId: string, body: string): string {
  return createHmac('sha256', applicationId).update(body).digest('hex');
}

/**
 * The signature of Standard Webhooks 1.0: `v1,` and the HMAC of id, time and body in base64.
 *
 * @param secret `whsec_` and the key in base64
 * @param timestamp seconds since the epoch
 */
export function signStandard(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
