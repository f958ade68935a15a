import { type Static, Type } from 'typebox';
import { auditFields } from '../shared/audit.ts';
import { exampleAudit, exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { nullable } from '../shared/nullable.ts';
import { DisplayText, LanguageCode } from '../shared/text.ts';

export const AccountPolicy = Type.Object({
  allowGuestAccess: Type.Optional(Type.Boolean()),
  allowProxyAuthentication: Type.Optional(Type.Boolean()),
});

export const AccountLocation = Type.Object({
  address: Type.Optional(
    Type.Object({
      country: Type.Optional(DisplayText),
      street: Type.Optional(DisplayText),
      city: Type.Optional(DisplayText),
      stateOrProvince: Type.Optional(DisplayText),
      zipCode: Type.Optional(DisplayText),
    }),
  ),
});

/** A company (contract section 3). */
export const Account = Type.Object({
  accountId: Type.String(),
  accountNumber: Type.String({ description: 'Nine digits; signs in like the accountId' }),
  name: Type.String(),
  domain: Type.String(),
  topLevelDomain: Type.Optional(Type.Array(Type.String())),
  partnerId: Type.Optional(Type.String()),
  active: Type.Optional(Type.Boolean()),
  state: Type.Optional(Type.String()),
  source: Type.Optional(Type.String()),
  policyId: Type.Optional(Type.String()),
  policy: Type.Optional(AccountPolicy),
  location: Type.Optional(AccountLocation),
  contacts: Type.Optional(Type.Array(Type.Object({}, { additionalProperties: true }))),
  languageCode: Type.Optional(Type.String()),
  userLimit: Type.Optional(Type.Integer({ minimum: 0 })),
  accessTokenExpiryHours: Type.Optional(Type.Number()),
  refreshTokenExpiryHours: Type.Optional(Type.Number()),
  ...auditFields,
  _links: SelfLink,
});
export type Account = Static<typeof Account>;

/** What may be changed; other fields are ignored, so that a client may send back what it read. */
export const UpdateAccountBody = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    languageCode: Type.Optional(nullable(LanguageCode)),
    policy: Type.Optional(nullable(AccountPolicy)),
    location: Type.Optional(nullable(AccountLocation)),
  },
  { additionalProperties: true },
);
export type UpdateAccountBody = Static<typeof UpdateAccountBody>;

export const accountExample = {
  accountId: exampleIds.accountId,
  accountNumber: '417290583',
  name: 'Example Company',
  domain: 'example.cordboard.local',
  topLevelDomain: ['cordboard.local'],
  active: true,
  state: 'ACTIVE',
  source: 'CORDBOARD',
  policy: { allowGuestAccess: false, allowProxyAuthentication: false },
  location: { address: { country: 'CA', city: 'Ottawa', stateOrProvince: 'ON' } },
  contacts: [],
  languageCode: 'en-US',
  userLimit: 10_000,
  accessTokenExpiryHours: 1,
  refreshTokenExpiryHours: 360,
  ...exampleAudit,
  _links: { self: `/2017-09-01/accounts/${exampleIds.accountId}` },
} as const;
