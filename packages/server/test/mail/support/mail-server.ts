import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach } from 'vitest';

/** A mail as it came: headers, an empty line, the body. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly encrypted: boolean;
  readonly user: string | undefined;
}

export interface MailServer {
  readonly port: number;
  readonly received: Received[];
  close(): Promise<void>;
}

const open: MailServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A real SMTP server on loopback, closed after the test. Port 0 is a free one. */
export async function mailServer(o: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: o.key === undefined ? ['STARTTLS'] : [],
    logger: false,
    onData(stream, session, done) {
      text(stream).then((raw) => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : (mailFrom?.address ?? ''),
          to: rcptTo.map(({ address }) => address),
          raw,
          encrypted: session.secure,
          user: session.user as string | undefined,
        });
        done();
      }, done);
    },
    ...o,
  });
  // A client that gives up a handshake is what some tests want.
  server.on('error', () => {});
  await new Promise<void>((listening) => {
    server.listen(port, '127.0.0.1', listening);
  });
  let closing: Promise<void> | undefined;
  const mail: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    received,
    close() {
      closing ??= new Promise((closed) => {
        server.close(closed);
      });
      return closing;
    },
  };
  open.push(mail);
  return mail;
}
