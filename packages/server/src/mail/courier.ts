import { join } from 'node:path';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { MailRow, Storage, Tx } from '../storage/index.ts';
import type { MailRepository } from './mail-repository.ts';
import type { Attachment } from './outgoing-mail.ts';
import { pauseAfter } from './pauses.ts';
import type { Outcome, Smtp } from './smtp.ts';

/** RFC 5321 section 4.5.4.1: give up after four or five days at the most; who waits for a voice message, sooner. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;
/** What an attempt may take; then another process tries, for this one is gone. */
const CLAIM_MS = 5 * 60_000;
/** A timer beyond it would fire at once. */
const LONGEST_WAIT_MS = 3_600_000;

export interface CourierOptions {
  readonly storage: Storage;
  readonly repository: MailRepository;
  readonly smtp: Smtp;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataDir: string;
  /** Part of the change that removes a mail that was sent. */
  sent(tx: Tx, about: string): Promise<void>;
}

/** Takes mails from the outbox to the SMTP server, one after the other. */
export class Courier {
  readonly #o: CourierOptions;
  #timer: Timer | undefined;
  #round: Promise<void> | undefined;
  /** Attempts in a row that found no server. */
  #failures = 0;
  #again = false;
  #closed = false;

  constructor(o: CourierOptions) {
    this.#o = o;
  }

  /** The last attempt found no server. */
  get cutOff(): boolean {
    return this.#failures > 0;
  }

  /** There may be something to send. While the server is away, its next attempt is waited for. */
  wake(): void {
    if (this.#closed || this.cutOff) return;
    if (this.#round !== undefined) this.#again = true;
    else this.#begin();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#o.smtp.close();
    await this.#round;
  }

  #begin(): void {
    this.#timer?.cancel();
    this.#round = this.#sendAll().then((pauseMs) => {
      this.#round = undefined;
      const again = this.#again && !this.cutOff;
      this.#again = false;
      if (this.#closed) return;
      if (again) this.#begin();
      else if (pauseMs !== undefined) this.#timer = this.#o.clock.after(pauseMs, () => this.#begin());
    });
  }

  /** @returns how long to wait for the next round; undefined: until something is written */
  async #sendAll(): Promise<number | undefined> {
    const { repository, clock, log } = this.#o;
    try {
      for (let mail = await repository.due(clock.now()); mail !== undefined; mail = await repository.due(clock.now())) {
        if (this.#closed) return undefined;
        await this.#send(mail);
        if (this.cutOff) return Math.min(pauseAfter(this.#failures), LONGEST_WAIT_MS);
      }
      const next = await repository.nextDueOn();
      return next === undefined ? undefined : Math.min(Math.max(next - clock.now(), 0), LONGEST_WAIT_MS);
    } catch (error) {
      log.error({ err: error }, 'Mails could not be read or written down');
      return pauseAfter(1);
    }
  }

  async #send(mail: MailRow): Promise<void> {
    const { storage, repository, smtp, clock } = this.#o;
    const { mailId, createdOn, lastError } = mail;
    if (clock.now() - createdOn > GIVE_UP_AFTER_MS) return await this.#giveUp(mail, lastError ?? 'It is too old.');
    if (!(await storage.transaction((tx) => repository.claim(tx, mail, clock.now() + CLAIM_MS)))) return;
    const outcome = await smtp.deliver(mailId, this.#outgoing(mail));
    // Ended by us: the next start tries again.
    if (this.#closed && outcome.kind !== 'sent') return;
    this.#failures = outcome.kind === 'unavailable' ? this.#failures + 1 : 0;
    await this.#settle(mail, outcome);
  }

  async #settle(mail: MailRow, outcome: Outcome): Promise<void> {
    const { storage, repository, clock, log } = this.#o;
    const { mailId, about } = mail;
    if (outcome.kind === 'sent') {
      await storage.transaction(async (tx) => {
        await repository.delete(tx, mailId);
        if (about !== null) await this.#o.sent(tx, about);
      });
      log.debug({ mailId }, 'A mail was sent');
      return;
    }
    const { kind, error } = outcome;
    const attempts = mail.attempts + 1;
    if (kind === 'refused') return await this.#giveUp({ mailId, attempts }, error);
    const dueOn = clock.now() + pauseAfter(attempts);
    await storage.transaction((tx) => repository.update(tx, mailId, { attempts, dueOn, lastError: error }));
    log.warn({ mailId, attempts, error }, 'A mail could not be sent, and is tried again');
  }

  async #giveUp({ mailId, attempts }: Pick<MailRow, 'mailId' | 'attempts'>, error: string): Promise<void> {
    const { storage, repository, log } = this.#o;
    await storage.transaction((tx) => repository.update(tx, mailId, { state: 'givenUp', attempts, lastError: error }));
    log.error({ mailId, attempts, error }, 'A mail was given up');
  }

  #outgoing({ toAddress, toName, subject, text, html, attachments }: MailRow) {
    const files = JSON.parse(attachments) as Attachment[];
    return {
      to: { address: toAddress, ...(toName === null ? {} : { name: toName }) },
      subject,
      text,
      ...(html === null ? {} : { html }),
      attachments: files.map(({ file, ...rest }) => ({ ...rest, file: join(this.#o.dataDir, file) })),
    };
  }
}
