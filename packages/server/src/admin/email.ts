import { badRequest } from '../http/index.ts';

/** Good enough to be mailed to: one @, a host with a dot or localhost, no spaces. What bounces, only mail can tell. */
const EMAIL =
  /^[^\s@<>(),;:"[\]\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** @throws ApiError invalid_request */
export function requireEmail(written: string): string {
  const email = written.trim();
  if (EMAIL.test(email)) return email;
  throw badRequest('email', `"${email.slice(0, 80)}" is not an e-mail address.`);
}

export function emailKey(email: string): string {
  return email.toLowerCase();
}

/** What to call somebody who gave no name. */
export function nameIn(email: string): string {
  return email.split('@')[0] as string;
}
