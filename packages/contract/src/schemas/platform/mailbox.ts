import { type Static, Type } from 'typebox';
import { SelfLink } from '../shared/links.ts';

const settings = {
  mail: Type.Boolean({ description: 'New messages are mailed to the user of the endpoint' }),
  attach: Type.Boolean({ description: 'The mail carries the sound; otherwise only a link to it' }),
  deleteAfterSending: Type.Boolean({ description: 'A message goes from the mailbox once its mail was sent' }),
};

/** What a mailbox does with new messages. */
export const Mailbox = Type.Object({ endpointId: Type.String(), ...settings, _links: SelfLink });
export type Mailbox = Static<typeof Mailbox>;

export const UpdateMailboxBody = Type.Object(settings);
export type UpdateMailboxBody = Static<typeof UpdateMailboxBody>;

export const mailboxExample = {
  endpointId: '2880',
  mail: true,
  attach: true,
  deleteAfterSending: false,
  _links: { self: '/2017-09-01/endpoints/2880/mailbox' },
} as const;
