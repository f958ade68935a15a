import { createIds } from '../../../src/ids.ts';
import type { Log } from '../../../src/log.ts';
import { silentLog } from '../../../src/log.ts';
import { Mail } from '../../../src/mail/index.ts';
import { readSender, readSmtpUrl } from '../../../src/mail/smtp-settings.ts';
import type { MailRow, Storage } from '../../../src/storage/index.ts';
import { SetClock } from '../../support/set-clock.ts';

/** A clock whose timers are fired by `advance`. */
export class TurnedClock extends SetClock {
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  override after(ms: number, run: () => void) {
    const timer = { at: this.now() + ms, run };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  override advance(ms: number): void {
    super.advance(ms);
    for (const timer of this.#timers) {
      if (timer.at > this.now()) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }
}

type Letter = Parameters<Mail['send']>[1];

/** The room of mails on a database, with a server of the test's. */
export class PostOffice {
  readonly clock = new TurnedClock();
  readonly told: string[] = [];
  readonly storage: Storage;
  readonly mail: Mail;

  constructor(
    storage: Storage,
    { url, log = silentLog, dataDir = '/' }: { url?: string; log?: Log; dataDir?: string },
  ) {
    this.storage = storage;
    this.mail = new Mail({
      storage,
      clock: this.clock,
      ids: createIds(this.clock),
      log,
      dataDir,
      smtp:
        url === undefined ? undefined : { server: readSmtpUrl(url)!, from: readSender('Calls <calls@example.com>')! },
      sent: async (_tx, about) => void this.told.push(about),
    });
  }

  async send(letter: Partial<Letter> = {}): Promise<void> {
    const whole = { to: { address: 'ada@example.com' }, subject: 'A word', text: 'to the wise', ...letter };
    await this.storage.transaction((tx) => this.mail.send(tx, whole));
  }

  /** What has not been sent, by subject. */
  async outbox(): Promise<MailRow[]> {
    return await this.storage.read.selectFrom('mails').selectAll().orderBy('subject').execute();
  }
}
