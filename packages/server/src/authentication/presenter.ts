import type { Claims } from '@cordboard/contract';
import type { Caller } from '../http/index.ts';
import type { Person } from './repository.ts';

/** GET /token: strings even for booleans and times, empty when absent (contract section 2). */
export function presentClaims({ user, account }: Person, caller: Caller, issuer: string): Claims {
  return {
    extension: user.extension ?? '',
    role: user.role,
    loginId: user.email,
    iss: issuer,
    aud: '',
    mobileVerified: yes(user.mobileVerified),
    extensionVerified: yes(user.extensionVerified),
    phoneVerified: yes(user.phoneVerified),
    emailVerified: yes(user.emailVerified),
    principalId: user.userId,
    integrationLatency: 0,
    profileHeaderUrl: '',
    photoUrl: user.photoUrl ?? '',
    sipAddress: `${user.userId}@${account.domain}`,
    exp: seconds(caller.tokenExpiresAt),
    iat: seconds(caller.tokenIssuedAt),
    email: user.email,
    mobile: user.mobile ?? '',
    phone: user.phone ?? '',
    languageCode: user.languageCode ?? '',
    userId: user.userId,
    uniqueUserId: user.userId,
    accountId: user.accountId,
    domain: account.domain,
    name: user.name,
    siteId: user.siteId ?? '',
    partnerId: account.partnerId ?? '',
  };
}

function yes(flag: number): string {
  return flag === 1 ? 'true' : 'false';
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1_000));
}
