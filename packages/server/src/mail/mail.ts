import { relative } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import { plainText } from '../plain-text.ts';
import type { Storage, Tx } from '../storage/index.ts';
import type { Kept } from '../sweeper.ts';
import { Courier } from './courier.ts';
import { MailRepository } from './mail-repository.ts';
import type { OutgoingMail } from './outgoing-mail.ts';
import { Smtp } from './smtp.ts';
import type { Sender, SmtpSettings } from './smtp-settings.ts';

/** What was not sent is kept, so that an administrator sees what was lost. */
const KEPT_MS = 30 * 86_400_000;

export interface MailOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly dataDir: string;
  /** Absent: mails stay in the outbox. */
  readonly smtp?: { readonly server: SmtpSettings; readonly from: Sender } | undefined;
  /** Part of the change that removes a mail that was sent. */
  sent(tx: Tx, about: string): Promise<void>;
}

/** Mails to people: written in the transaction of what they tell, sent afterwards, at least once. */
export class Mail {
  /** Of the table of mails that were not sent. */
  readonly retention: Kept;
  readonly #o: MailOptions;
  readonly #repository: MailRepository;
  readonly #smtp: Smtp | undefined;
  readonly #courier: Courier | undefined;

  constructor(o: MailOptions) {
    this.#o = o;
    const repository = new MailRepository(o.storage);
    this.#repository = repository;
    this.#smtp = o.smtp === undefined ? undefined : new Smtp(o.smtp.server, o.smtp.from);
    this.#courier = this.#smtp && new Courier({ ...o, repository, smtp: this.#smtp });
    this.retention = { name: 'mails', deleteSome: (now) => repository.deleteOlder(now - KEPT_MS) };
  }

  /** Puts a mail into the outbox; it leaves when the transaction is on disk. */
  async send(tx: Tx, { to, subject, text, html, attachments = [], about }: OutgoingMail): Promise<void> {
    const { ids, clock, dataDir } = this.#o;
    const files = attachments.map((one) => ({ ...one, file: relative(dataDir, one.file) }));
    await this.#repository.insert(tx, {
      mailId: ids.guid(),
      state: 'waiting',
      toAddress: to.address,
      toName: to.name === undefined ? null : oneLine(to.name),
      subject: oneLine(subject),
      text: plainText(text),
      html: html === undefined ? null : plainText(html),
      attachments: JSON.stringify(files),
      about: about ?? null,
      createdOn: clock.now(),
      dueOn: clock.now(),
      attempts: 0,
      lastError: null,
    });
    tx.afterCommit(() => this.#courier?.wake());
  }

  /** Sends what the last run has left, at once: its settings may have been mended. */
  async start(): Promise<void> {
    const { storage, clock, log } = this.#o;
    if (this.#courier === undefined) {
      const waiting = await this.#repository.count('waiting');
      if (waiting > 0) log.warn({ waiting }, 'Mails wait: CORDBOARD_SMTP_URL is not set');
      return;
    }
    await storage.transaction((tx) => this.#repository.hasten(tx, clock.now()));
    this.#courier.wake();
    void this.#tellTrouble();
  }

  /** For everybody's eyes; what is wrong stands in the log. */
  get warning(): string | undefined {
    return this.#courier?.cutOff ? 'Mails wait: the mail server cannot be reached or does not take them.' : undefined;
  }

  async close(): Promise<void> {
    await this.#courier?.close();
  }

  /** The log says at the start what is wrong, not the first mail. */
  async #tellTrouble(): Promise<void> {
    const error = await this.#smtp?.trouble();
    if (error !== undefined) this.#o.log.warn({ error }, 'The mail server of CORDBOARD_SMTP_URL cannot be used');
  }
}

/** Names come from callers: a line break would begin a header field of their own (RFC 5322 section 2.2). */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
