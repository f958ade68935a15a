import type { Role } from '@cordboard/contract';
import { Passwords } from '../../../src/authentication/passwords.ts';
import type { AccountRow, EndpointRow, Storage, UserRow } from '../../../src/storage/index.ts';

export interface Person {
  readonly userId: string;
  readonly accountId: string;
  readonly role: Role;
  readonly name: string;
  readonly extension: string | undefined;
  readonly email: string;
}

function person(userId: string, accountId: string, role: Role, extension?: string): Person {
  return { userId, accountId, role, extension, name: `Name of ${userId}`, email: `${userId}@example.com` };
}

/** The first account has the telephones (ADR 5); the second is a stranger on the same server. */
export const people = {
  ada: person('u-ada', 'a-1', 'USER', '2880'),
  ben: person('u-ben', 'a-1', 'USER', '2881'),
  cleo: person('u-cleo', 'a-1', 'USER', '2882'),
  admin: person('u-admin', 'a-1', 'ACCOUNT_ADMIN', '2800'),
  partner: person('u-partner', 'a-1', 'PARTNER_ADMIN'),
  stranger: person('u-stranger', 'a-2', 'USER'),
  strangeAdmin: person('u-strange-admin', 'a-2', 'ACCOUNT_ADMIN'),
  strangePartner: person('u-strange-partner', 'a-2', 'PARTNER_ADMIN'),
} as const;

export const PASSWORD = 'a password of tests';

/** Writes the accounts, their users, who can all sign in, and a line for each extension. */
export async function settle(storage: Storage): Promise<void> {
  const passwordHash = await new Passwords().hash(PASSWORD);
  const everybody = Object.values(people);
  const lines = everybody.flatMap(({ extension, ...rest }) =>
    extension === undefined ? [] : [{ ...rest, extension }],
  );
  await storage.transaction(async ({ db }) => {
    await db.insertInto('accounts').values(['a-1', 'a-2'].map(accountRow)).execute();
    await db
      .insertInto('users')
      .values(everybody.map((one) => userRow(one, passwordHash)))
      .execute();
    await db.insertInto('endpoints').values(lines.map(endpointRow)).execute();
  });
}

const made = { createdOn: 1_700_000_000_000, modifiedOn: 1_700_000_000_000 } as const;
const by = { createdBy: 'test', modifiedBy: 'test' } as const;

function accountRow(accountId: string, index: number): AccountRow {
  return {
    accountId,
    accountNumber: `10000000${index}`,
    name: `Company ${accountId}`,
    domain: `${accountId}.example.com`,
    partnerId: null,
    active: 1,
    source: 'CORDBOARD',
    languageCode: 'en-US',
    userLimit: null,
    location: null,
    contacts: null,
    policy: null,
    ...made,
    ...by,
  };
}

function userRow({ userId, accountId, role, name, extension, email }: Person, passwordHash: string): UserRow {
  return {
    userId,
    accountId,
    siteId: null,
    name,
    displayName: null,
    firstName: null,
    lastName: null,
    email,
    emailKey: email,
    role,
    extension: extension ?? null,
    mobile: null,
    phone: null,
    languageCode: null,
    emailVerified: 1,
    extensionVerified: 1,
    mobileVerified: 0,
    phoneVerified: 0,
    userVerified: 1,
    source: 'CORDBOARD',
    photoUrl: null,
    passwordHash,
    ...made,
    ...by,
  };
}

function endpointRow(o: Omit<Person, 'extension'> & { extension: string }): EndpointRow {
  const { extension, accountId, userId, name } = o;
  return { endpointId: extension, accountId, userId, siteId: 'built-in', name, ha1Md5: null, ha1Sha256: null, ...made };
}
