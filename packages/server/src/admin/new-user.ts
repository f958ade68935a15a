import type { CreateUserBody, Role } from '@cordboard/contract';
import type { Ids } from '../ids.ts';
import type { AccountRow, UserRow } from '../storage/index.ts';
import { emailKey, nameIn, requireEmail } from './email.ts';

interface Making {
  readonly role: Role;
  /** Who makes the user. */
  readonly by: string;
  readonly now: number;
  readonly ids: Ids;
}

/** A user who is not verified yet and has no password. @throws ApiError invalid_request for a bad e-mail */
export function newUser(
  account: AccountRow,
  body: Omit<CreateUserBody, 'role'>,
  { role, by, now, ids }: Making,
): UserRow {
  const email = requireEmail(body.email);
  const full = [body.firstName, body.lastName].filter((part) => part).join(' ');
  return {
    userId: ids.guid(),
    accountId: account.accountId,
    siteId: body.siteId ?? null,
    name: body.name ?? body.displayName ?? (full === '' ? nameIn(email) : full),
    displayName: body.displayName ?? null,
    firstName: body.firstName ?? null,
    lastName: body.lastName ?? null,
    email,
    emailKey: emailKey(email),
    role,
    extension: body.extension ?? null,
    mobile: body.mobile ?? null,
    phone: body.phone ?? null,
    languageCode: body.languageCode ?? null,
    emailVerified: 0,
    extensionVerified: body.extension === undefined || body.extension === null ? 0 : 1,
    mobileVerified: 0,
    phoneVerified: 0,
    userVerified: 0,
    source: 'CORDBOARD',
    photoUrl: null,
    passwordHash: null,
    createdOn: now,
    createdBy: by,
    modifiedOn: now,
    modifiedBy: by,
  };
}
