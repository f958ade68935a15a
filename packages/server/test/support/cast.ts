import { Passwords } from '../../src/authentication/passwords.ts';
import type { AccountRow, EndpointRow, Storage, UserRow } from '../../src/storage/index.ts';

/** The password of everybody. */
export const PASSWORD = 'correct horse battery staple';

/** `home` is the partner of `customer` and knows nothing of `other`. */
export type Company = 'home' | 'customer' | 'other';

type Part = readonly [company: Company, role: UserRow['role'], extension: string | null];

/** Everybody may sign in. */
const parts = {
  pat: ['home', 'PARTNER_ADMIN', '2890'],
  admin: ['home', 'ACCOUNT_ADMIN', '2891'],
  ada: ['home', 'USER', '2880'],
  ben: ['home', 'USER', '2881'],
  carl: ['customer', 'ACCOUNT_ADMIN', null],
  cleo: ['customer', 'USER', '3880'],
  olga: ['other', 'ACCOUNT_ADMIN', null],
  oscar: ['other', 'USER', '4880'],
} as const satisfies Readonly<Record<string, Part>>;

export type Person = keyof typeof parts;

export const accountIds: Readonly<Record<Company, string>> = {
  home: '0190a000-0000-7000-8000-00000000000a',
  customer: '0190a000-0000-7000-8000-00000000000b',
  other: '0190a000-0000-7000-8000-00000000000c',
};

const companies = Object.keys(accountIds) as Company[];
const people = Object.keys(parts) as Person[];

/** Ids of the people, in the order in which they came. */
export const userIds = Object.fromEntries(
  people.map((name, index) => [name, `0190b000-0000-7000-8000-00000000000${index + 1}`]),
) as Readonly<Record<Person, string>>;

export function emailOf(person: Person): string {
  return `${person}@example.com`;
}

export function accountNumberOf(company: Company): string {
  return `10000000${companies.indexOf(company) + 1}`;
}

const passwordHash = new Passwords().hash(PASSWORD);

/** Writes companies, people and telephone lines into an empty database. */
export async function bringIn(storage: Storage, now: number): Promise<void> {
  const users = await Promise.all(people.map((person) => userRow(person, now)));
  const endpoints = users.flatMap((user) => (user.extension === null ? [] : [endpointRow(user, user.extension)]));
  await storage.transaction(async ({ db }) => {
    await db
      .insertInto('accounts')
      .values(companies.map((company) => accountRow(company, now)))
      .execute();
    await db.insertInto('users').values(users).execute();
    await db.insertInto('endpoints').values(endpoints).execute();
  });
}

function audit(now: number) {
  return { createdOn: now, createdBy: 'test', modifiedOn: now, modifiedBy: 'test' };
}

function accountRow(company: Company, now: number): AccountRow {
  return {
    accountId: accountIds[company],
    accountNumber: accountNumberOf(company),
    name: `The ${company} company`,
    domain: `${company}.cordboard.local`,
    partnerId: company === 'customer' ? accountIds.home : null,
    active: 1,
    source: 'CORDBOARD',
    languageCode: 'en-US',
    userLimit: null,
    location: null,
    contacts: null,
    policy: null,
    ...audit(now),
  };
}

async function userRow(person: Person, now: number): Promise<UserRow> {
  const [company, role, extension] = parts[person];
  return {
    userId: userIds[person],
    accountId: accountIds[company],
    siteId: null,
    name: person,
    displayName: null,
    firstName: null,
    lastName: null,
    email: emailOf(person),
    emailKey: emailOf(person),
    role,
    extension,
    mobile: null,
    phone: null,
    languageCode: null,
    emailVerified: 1,
    extensionVerified: extension === null ? 0 : 1,
    mobileVerified: 0,
    phoneVerified: 0,
    userVerified: 1,
    source: 'CORDBOARD',
    photoUrl: null,
    passwordHash: await passwordHash,
    ...audit(now),
  };
}

function endpointRow({ accountId, userId, name, createdOn }: UserRow, endpointId: string): EndpointRow {
  const dates = { createdOn, modifiedOn: createdOn };
  return { endpointId, accountId, userId, siteId: 'built-in', name, ha1Md5: null, ha1Sha256: null, ...dates };
}
