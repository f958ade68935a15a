import { type Mailbox, mailboxSubject, type UpdateMailboxBody } from '@cordboard/contract';
import type { MailboxRow, Tx } from '../storage/index.ts';

/** The settings of a box that was never set. */
const NONE: UpdateMailboxBody = { mail: false, attach: true, deleteAfterSending: false };

export async function mailboxOf({ db }: Pick<Tx, 'db'>, endpointId: string): Promise<UpdateMailboxBody> {
  const row = await db.selectFrom('mailboxes').selectAll().where('endpointId', '=', endpointId).executeTakeFirst();
  if (row === undefined) return NONE;
  const { mail, attach, deleteAfterSending } = row;
  return { mail: mail === 1, attach: attach === 1, deleteAfterSending: deleteAfterSending === 1 };
}

export async function saveMailbox({ db }: Tx, endpointId: string, settings: UpdateMailboxBody): Promise<void> {
  const change: Omit<MailboxRow, 'endpointId'> = {
    mail: Number(settings.mail),
    attach: Number(settings.attach),
    deleteAfterSending: Number(settings.deleteAfterSending),
  };
  await db
    .insertInto('mailboxes')
    .values({ endpointId, ...change })
    .onConflict((conflict) => conflict.column('endpointId').doUpdateSet(change))
    .execute();
}

export function presentMailbox(endpointId: string, { mail, attach, deleteAfterSending }: UpdateMailboxBody): Mailbox {
  return { endpointId, mail, attach, deleteAfterSending, _links: { self: mailboxSubject(endpointId) } };
}
