import { type Static, Type } from 'typebox';
import { nullable } from '../shared/nullable.ts';
import { DisplayText, LanguageCode } from '../shared/text.ts';
import { RoleName } from './user.ts';

/** That it is an address is the service's check, whose message says what is wrong with it. */
const Email = Type.String({ minLength: 1, maxLength: 320 });

/** Dialable: digits, `*` and `#`. It becomes the endpointId and the SIP user name. */
const Extension = Type.String({ pattern: '^[0-9*#]{1,20}$' });
const PhoneNumber = Type.String({ maxLength: 64 });

const details = {
  name: Type.Optional(nullable(DisplayText)),
  displayName: Type.Optional(nullable(DisplayText)),
  firstName: Type.Optional(nullable(DisplayText)),
  lastName: Type.Optional(nullable(DisplayText)),
  extension: Type.Optional(nullable(Extension)),
  mobile: Type.Optional(nullable(PhoneNumber)),
  phone: Type.Optional(nullable(PhoneNumber)),
  languageCode: Type.Optional(nullable(LanguageCode)),
  siteId: Type.Optional(nullable(DisplayText)),
};

/** Further fields (password, userId, ...) are tolerated and ignored: users choose their password themselves. */
const open = { additionalProperties: true };

export const CreateUserBody = Type.Object({ email: Email, role: Type.Optional(nullable(RoleName)), ...details }, open);
export type CreateUserBody = Static<typeof CreateUserBody>;

/** Without a role: this route makes only USERs (contract section 3). */
export const CreateOwnUserBody = Type.Object({ email: Email, ...details }, open);
export type CreateOwnUserBody = Static<typeof CreateOwnUserBody>;

/** Only what is sent changes; null clears. */
export const UpdateUserBody = Type.Object(
  { email: Type.Optional(Email), role: Type.Optional(RoleName), ...details },
  open,
);
export type UpdateUserBody = Static<typeof UpdateUserBody>;

export const createUserExample = {
  email: 'ada@example.com',
  name: 'Ada Byron',
  firstName: 'Ada',
  lastName: 'Byron',
  role: 'USER',
  extension: '2880',
  languageCode: 'en-US',
} as const;
