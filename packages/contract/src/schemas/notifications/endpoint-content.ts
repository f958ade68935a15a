import { type Static, Type } from 'typebox';
import { Endpoint, endpointExample } from '../media/endpoint.ts';
import { Forwarding, forwardingExample } from '../platform/forwarding.ts';
import { Mailbox, mailboxExample } from '../platform/mailbox.ts';
import { VoicemailMessage, voicemailExample } from '../platform/voicemail.ts';
import { exampleIds } from '../shared/example-ids.ts';

/** Whose endpoint it is; a call's content has the same fields (contract section 6, "Media content"). */
const owner = {
  accountId: Type.String(),
  principalId: Type.String(),
  userId: Type.String(),
};
const { accountId, userId } = exampleIds;
const ownerExample = { accountId, principalId: userId, userId } as const;

/** An endpoint as its publications show it. */
export const EndpointContent = Type.Object({ ...Endpoint.properties, ...owner });
export type EndpointContent = Static<typeof EndpointContent>;
export const endpointContentExample = { ...endpointExample, ...ownerExample } as const;

/** Forwarding as its publications show it. */
export const ForwardingContent = Type.Object({ ...Forwarding.properties, ...owner });
export type ForwardingContent = Static<typeof ForwardingContent>;
export const forwardingContentExample = { ...forwardingExample, ...ownerExample } as const;

/** The settings of a mailbox as their publications show them. */
export const MailboxContent = Type.Object({ ...Mailbox.properties, ...owner });
export type MailboxContent = Static<typeof MailboxContent>;
export const mailboxContentExample = { ...mailboxExample, ...ownerExample } as const;

/** A message of a mailbox as its publications show it: for the user of the endpoint, and without what was said. */
export const VoicemailContent = Type.Object({ ...VoicemailMessage.properties, ...owner });
export type VoicemailContent = Static<typeof VoicemailContent>;
export const voicemailContentExample = { ...voicemailExample, ...ownerExample } as const;
