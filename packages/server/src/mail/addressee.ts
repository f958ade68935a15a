import type { Tx } from '../storage/index.ts';

/** Whom a mail goes to, and in which language (BCP 47). */
export interface Addressee {
  readonly address: string;
  readonly name: string;
  readonly languageCode: string;
}

/** A user as one who gets mail; undefined when there is no such user. */
export async function addresseeOf({ db }: Tx, userId: string): Promise<Addressee | undefined> {
  const user = await db
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.accountId', 'users.accountId')
    .select(['users.email', 'users.name', 'users.languageCode', 'accounts.languageCode as accountLanguage'])
    .where('users.userId', '=', userId)
    .executeTakeFirst();
  if (user === undefined) return undefined;
  return { address: user.email, name: user.name, languageCode: user.languageCode ?? user.accountLanguage };
}
