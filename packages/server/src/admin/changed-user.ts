import type { UpdateUserBody } from '@cordboard/contract';
import type { UserRow } from '../storage/index.ts';
import { emailKey, nameIn, requireEmail } from './email.ts';

const details = ['displayName', 'firstName', 'lastName', 'mobile', 'phone', 'languageCode', 'siteId'] as const;

/** What a body changes of a user: only what was sent; null clears. @throws ApiError invalid_request for a bad e-mail */
export function changesOf(user: UserRow, body: UpdateUserBody): Partial<UserRow> {
  const change: Partial<UserRow> = {};
  for (const field of details) if (body[field] !== undefined) change[field] = body[field];
  if (body.name !== undefined) change.name = body.name ?? nameIn(user.email);
  if (body.extension !== undefined) {
    change.extension = body.extension;
    change.extensionVerified = body.extension === null ? 0 : 1;
  }
  if (body.email !== undefined) {
    change.email = requireEmail(body.email);
    change.emailKey = emailKey(change.email);
    if (change.emailKey !== user.emailKey) change.emailVerified = 0;
  }
  if (body.role !== undefined) change.role = body.role;
  return change;
}
