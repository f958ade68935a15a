import { voicemailSubject } from '@cordboard/contract';
import type { EndpointEntry } from '../gateways/index.ts';
import { addresseeOf, type Mail } from '../mail/index.ts';
import type { Tx, VoicemailRow } from '../storage/index.ts';
import type { VoicemailFiles } from './files.ts';
import { mailText } from './mail-text.ts';
import { mailboxOf } from './mailbox-settings.ts';

export interface MessageMailOptions {
  readonly mail: Mail;
  readonly files: VoicemailFiles;
  /** How the outside reaches the API. */
  readonly publicUrl: string;
}

/** Mails new messages to the user of the mailbox, who must have switched that on. */
export class MessageMail {
  readonly #o: MessageMailOptions;

  constructor(o: MessageMailOptions) {
    this.#o = o;
  }

  /** Part of the change that announces the message. */
  async arrived(tx: Tx, { userId }: EndpointEntry, row: VoicemailRow): Promise<void> {
    const { mail, files, publicUrl } = this.#o;
    const { messageId, endpointId } = row;
    const box = await mailboxOf(tx, endpointId);
    const to = box.mail ? await addresseeOf(tx, userId) : undefined;
    if (to === undefined) return;
    const link = `${publicUrl}${voicemailSubject(endpointId, messageId)}/media`;
    const filename = `message-${new Date(row.createdOn).toISOString().slice(0, 16).replaceAll(/[T:]/g, '-')}.wav`;
    await mail.send(tx, {
      to,
      ...mailText(row, { languageCode: to.languageCode, link }),
      ...(box.attach ? { attachments: [{ filename, contentType: 'audio/wav', file: files.pathOf(messageId) }] } : {}),
      ...(box.attach && box.deleteAfterSending ? { about: messageId } : {}),
    });
  }
}
