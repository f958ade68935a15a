import { type Account, accountSubject, type User, userSubject } from '@cordboard/contract';
import { present } from '../http/index.ts';
import type { AccountRow, UserRow } from '../storage/index.ts';

/** What leaves of a user (contract section 3). Absent values are left out. */
export function presentUser(row: UserRow, domain: string): User {
  return {
    userId: row.userId,
    uniqueUserId: row.userId,
    accountId: row.accountId,
    ...present('siteId', row.siteId),
    name: row.name,
    ...present('displayName', row.displayName),
    ...present('firstName', row.firstName),
    ...present('lastName', row.lastName),
    email: row.email,
    role: row.role,
    ...present('extension', row.extension),
    ...present('mobile', row.mobile),
    ...present('phone', row.phone),
    sipAddress: `${row.userId}@${domain}`,
    ...present('languageCode', row.languageCode),
    emailValid: true,
    emailVerified: row.emailVerified === 1,
    extensionVerified: row.extensionVerified === 1,
    mobileVerified: row.mobileVerified === 1,
    phoneVerified: row.phoneVerified === 1,
    userVerified: row.userVerified === 1,
    source: row.source,
    ...present('photoUrl', row.photoUrl),
    ...audit(row),
    _links: { self: userSubject(row.accountId, row.userId) },
  };
}

export function presentAccount(row: AccountRow): Account {
  return {
    accountId: row.accountId,
    accountNumber: row.accountNumber,
    name: row.name,
    domain: row.domain,
    ...present('partnerId', row.partnerId),
    active: row.active === 1,
    state: row.active === 1 ? 'ACTIVE' : 'INACTIVE',
    source: row.source,
    ...(row.policy === null ? {} : { policy: JSON.parse(row.policy) }),
    ...(row.location === null ? {} : { location: JSON.parse(row.location) }),
    contacts: row.contacts === null ? [] : JSON.parse(row.contacts),
    languageCode: row.languageCode,
    ...present('userLimit', row.userLimit),
    ...audit(row),
    _links: { self: accountSubject(row.accountId) },
  };
}

function audit(row: { createdOn: number; createdBy: string; modifiedOn: number; modifiedBy: string }) {
  return {
    createdOn: new Date(row.createdOn).toISOString(),
    createdBy: row.createdBy,
    modifiedOn: new Date(row.modifiedOn).toISOString(),
    modifiedBy: row.modifiedBy,
  };
}
