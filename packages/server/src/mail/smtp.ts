import { readFile } from 'node:fs/promises';
import type { OutgoingMail } from './outgoing-mail.ts';
import type { Sender, SmtpSettings } from './smtp-settings.ts';

/**
 * sent: the server has it. refused: it never will, for this mail. later: it may have this mail another time.
 * unavailable: it takes no mail at all now.
 */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused' | 'later' | 'unavailable'; readonly error: string };

/** Mails are small, and the server is near or big. */
const TIMEOUT_MS = 30_000;

/** Says what the server answers, nodemailer's errors carry it in these. */
interface SmtpFault {
  readonly message: string;
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

/** The SMTP server that takes our mails. Its connection stays open for some mails. */
export class Smtp {
  readonly #server: SmtpSettings;
  readonly #from: Sender;
  #transport: Promise<Transport> | undefined;

  constructor(server: SmtpSettings, from: Sender) {
    this.#server = server;
    this.#from = from;
  }

  /** Can we sign in? @returns what is wrong */
  async trouble(): Promise<string | undefined> {
    try {
      await (await this.#open()).verify();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Never throws. `mailId` becomes the Message-ID: who gets a mail twice can see it. */
  async deliver(mailId: string, { to, subject, text, html, attachments = [] }: OutgoingMail): Promise<Outcome> {
    try {
      const transport = await this.#open();
      await transport.sendMail({
        from: this.#from,
        to: { name: to.name ?? '', address: to.address },
        messageId: `<${mailId}@${this.#from.address.split('@')[1]}>`,
        subject,
        text,
        ...(html === undefined ? {} : { html }),
        attachments: await contentOf(attachments),
        // RFC 3834 section 5: no answering machine answers a machine.
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error as SmtpFault);
    }
  }

  async close(): Promise<void> {
    (await this.#transport)?.close();
  }

  #open(): Promise<Transport> {
    this.#transport ??= openTransport(this.#server);
    return this.#transport;
  }
}

type Transport = Awaited<ReturnType<typeof openTransport>>;

/** Loaded with the first mail: servers without mail do without its 25 MB. */
async function openTransport({ host, port, encryption, login }: SmtpSettings) {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    pool: true,
    maxConnections: 1,
    host,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    // What is mailed is text of ours; it names no files and no pages.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Faults of the way to the server and of our sign-in; all others are faults of one mail. */
const faultsOfTheServer: ReadonlySet<string | undefined> = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EAUTH',
  'EPROTOCOL',
]);

/** RFC 5321 section 4.2.1: 4yz may pass, 5yz will not. What is refused with MAIL FROM is our sender, not this mail. */
function outcomeOf({ message, code, command, responseCode = 0 }: SmtpFault): Outcome {
  const error = message;
  if (faultsOfTheServer.has(code) || (code === 'EENVELOPE' && command === 'MAIL FROM')) {
    return { kind: 'unavailable', error };
  }
  const refused = code === 'EENVELOPE' || code === 'EMESSAGE' ? responseCode === 0 || responseCode >= 500 : false;
  return { kind: refused ? 'refused' : 'later', error };
}

async function contentOf(attachments: NonNullable<OutgoingMail['attachments']>) {
  const found = [];
  for (const { filename, contentType, file } of attachments) {
    const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (content !== undefined) found.push({ filename, contentType, content });
  }
  return found;
}
