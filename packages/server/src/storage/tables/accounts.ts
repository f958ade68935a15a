/** Roles in ascending order of power (contract section 2); the order itself stands in http/caller.ts. */
export type Role = 'USER' | 'ACCOUNT_ADMIN' | 'PARTNER_ADMIN';

export interface AccountTables {
  accounts: AccountRow;
  users: UserRow;
  endpoints: EndpointRow;
}

export interface AccountRow {
  accountId: string;
  /** Nine digits, for people who dial or type it. Unique. */
  accountNumber: string;
  name: string;
  domain: string;
  partnerId: string | null;
  active: number;
  source: string;
  languageCode: string;
  userLimit: number | null;
  /** JSON of the contract's `location`, `contacts` and `policy`. */
  location: string | null;
  contacts: string | null;
  policy: string | null;
  createdOn: number;
  createdBy: string;
  modifiedOn: number;
  modifiedBy: string;
}

export interface UserRow {
  userId: string;
  accountId: string;
  siteId: string | null;
  name: string;
  displayName: string | null;
  firstName: string | null;
  lastName: string | null;
  /** As the user wrote it. */
  email: string;
  /** Lower case; unique on the whole server, because a sign-in may come without an account. */
  emailKey: string;
  role: Role;
  /** Unique per account; the number of the user's endpoint. */
  extension: string | null;
  mobile: string | null;
  phone: string | null;
  languageCode: string | null;
  emailVerified: number;
  extensionVerified: number;
  mobileVerified: number;
  phoneVerified: number;
  userVerified: number;
  source: string;
  photoUrl: string | null;
  /** PHC string of Argon2id, or null while the user has no password. */
  passwordHash: string | null;
  createdOn: number;
  createdBy: string;
  modifiedOn: number;
  modifiedBy: string;
}

/** A telephone line. Its id is what `/endpoints/{endpointId}` and SIP use: the extension, as in the contract's samples. */
export interface EndpointRow {
  endpointId: string;
  accountId: string;
  userId: string;
  siteId: string;
  name: string;
  /** Digest secrets (RFC 7616 section 3.4.2); null until POST /endpoints/{endpointId}/credentials. */
  ha1Md5: string | null;
  ha1Sha256: string | null;
  createdOn: number;
  modifiedOn: number;
}
