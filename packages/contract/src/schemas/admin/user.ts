import { type Static, Type } from 'typebox';
import { roles } from '../../operation.ts';
import { auditFields } from '../shared/audit.ts';
import { exampleAudit, exampleIds } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';

export const RoleName = Type.Enum([...roles], { type: 'string' });

/** Addresses of the photo by edge length in pixels. */
export const Avatars = Type.Object({
  '50': Type.Optional(Type.String()),
  '150': Type.Optional(Type.String()),
  '300': Type.Optional(Type.String()),
  scaled: Type.Optional(Type.String()),
});

/** A person who may sign in (contract section 3). The SIP password is never read back: only its hash is kept. */
export const User = Type.Object({
  userId: Type.String(),
  uniqueUserId: Type.String(),
  accountId: Type.String(),
  siteId: Type.Optional(Type.String()),
  name: Type.String(),
  displayName: Type.Optional(Type.String()),
  firstName: Type.Optional(Type.String()),
  lastName: Type.Optional(Type.String()),
  email: Type.String(),
  role: RoleName,
  extension: Type.Optional(Type.String({ description: 'Also the id of the endpoint of the user' })),
  mobile: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  sipAddress: Type.String(),
  languageCode: Type.Optional(Type.String()),
  emailValid: Type.Boolean(),
  emailVerified: Type.Boolean(),
  extensionVerified: Type.Boolean(),
  mobileVerified: Type.Boolean(),
  phoneVerified: Type.Boolean(),
  userVerified: Type.Boolean({ description: 'May sign in' }),
  source: Type.String(),
  photoUrl: Type.Optional(Type.String()),
  avatars: Type.Optional(Avatars),
  ...auditFields,
  _links: SelfLink,
});
export type User = Static<typeof User>;

export const userExample = {
  userId: exampleIds.userId,
  uniqueUserId: exampleIds.userId,
  accountId: exampleIds.accountId,
  name: 'Ada Byron',
  firstName: 'Ada',
  lastName: 'Byron',
  email: 'ada@example.com',
  role: 'USER',
  extension: '2880',
  sipAddress: `${exampleIds.userId}@example.cordboard.local`,
  languageCode: 'en-US',
  emailValid: true,
  emailVerified: false,
  extensionVerified: true,
  mobileVerified: false,
  phoneVerified: false,
  userVerified: false,
  source: 'CORDBOARD',
  ...exampleAudit,
  _links: { self: `/2017-09-01/accounts/${exampleIds.accountId}/users/${exampleIds.userId}` },
} as const;
