import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { Smtp } from '../../src/mail/smtp.ts';
import { readSender, readSmtpUrl } from '../../src/mail/smtp-settings.ts';
import { until } from '../media/support/until.ts';
import { writeCertificate } from '../support/certificate.ts';
import { cleanUpAfterEach, openAt, temporaryFolder } from '../support/storage.ts';
import { mailServer } from './support/mail-server.ts';
import { PostOffice } from './support/post-office.ts';

describe('Mails on their way', () => {
  cleanUpAfterEach();
  const usual = getCACertificates('default');
  let folder: string;
  let tls: { readonly key: Buffer; readonly cert: Buffer };
  let office: PostOffice;
  let logged: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cordboard-mail-'));
    const { certificate, key } = writeCertificate(folder);
    tls = { key: readFileSync(key), cert: readFileSync(certificate) };
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(async () => {
    await office.mail.close();
    setDefaultCACertificates(usual);
  });

  const trustIt = () => setDefaultCACertificates([...usual, tls.cert.toString()]);
  const openOffice = async (url: string) => {
    logged = '';
    const write = (line: string) => {
      logged += line;
    };
    const log = createLog('debug', { write });
    office = new PostOffice(await openAt(await temporaryFolder()), { url, log });
    await office.mail.start();
  };
  const withLogin: SMTPServerOptions = {
    authOptional: false,
    onAuth({ username, password }, _session, answer) {
      if (username === 'us@er' && password === 'se:cret/') answer(null, { user: username });
      else answer(new Error('no'));
    },
  };
  const failure = () => until(async () => (await office.outbox())[0]?.lastError ?? undefined, 'a failure');

  test.each(['smtps', 'smtp'])('%s: encrypted and signed in', async (scheme) => {
    trustIt();
    const server = await mailServer({ ...tls, ...withLogin, secure: scheme === 'smtps' });
    await openOffice(`${scheme}://us%40er:se%3Acret%2F@127.0.0.1:${server.port}`);
    await office.send();
    const received = await until(() => server.received[0], 'the mail');
    expect(received).toMatchObject({ encrypted: true, user: 'us@er' });
    expect(logged).not.toContain('cret');
  });

  test.each(['smtps', 'smtp'])(
    '%s: a certificate that nobody vouches for gets no mail and no password',
    async (scheme) => {
      let asked = false;
      const onAuth: SMTPServerOptions['onAuth'] = (_auth, _session, answer) => {
        asked = true;
        answer(null, { user: 'x' });
      };
      const server = await mailServer({ ...tls, onAuth, secure: scheme === 'smtps' });
      await openOffice(`${scheme}://user:secret@127.0.0.1:${server.port}`);
      await office.send();
      expect(await failure()).toMatch(/self-signed|certificate/);
      expect(server.received).toEqual([]);
      expect(asked).toBe(false);
    },
  );

  test('no password goes to a server that hides its STARTTLS', async () => {
    const server = await mailServer(withLogin);
    const settings = readSmtpUrl('smtp://us%40er:se%3Acret%2F@mail.example.com')!;
    const smtp = new Smtp({ ...settings, host: '127.0.0.1', port: server.port }, readSender('calls@example.com')!);
    const letter = { to: { address: 'ada@example.com' }, subject: '', text: '' };
    expect(await smtp.deliver('1', letter)).toMatchObject({ kind: 'unavailable' });
    expect(server.received).toEqual([]);
    await smtp.close();
  });

  test('a wrong password: mails wait, and the log has the reason but not the password', async () => {
    const server = await mailServer(withLogin);
    await openOffice(`smtp://us%40er:nonsense@127.0.0.1:${server.port}`);
    await office.send();
    expect(await failure()).toContain('Invalid login');
    await until(() => logged.includes('CORDBOARD_SMTP_URL'), 'the warning of the start');
    expect(logged).not.toContain('nonsense');
    expect(logged).not.toContain(Buffer.from('nonsense').toString('base64'));
    expect(await office.outbox()).toMatchObject([{ state: 'waiting' }]);
  });

  test('nobody writes header fields by a name or a subject', async () => {
    const server = await mailServer();
    await openOffice(`smtp://127.0.0.1:${server.port}`);
    const evil = 'Ada\r\nBcc: eve@example.com\r\n\r\nBody\u2028\0';
    await office.send({ to: { address: 'ada@example.com', name: `${evil}" <eve@example.com>,` }, subject: evil });
    const { raw, to } = await until(() => server.received[0], 'the mail');
    expect(to).toEqual(['ada@example.com']);
    const [headers] = raw.split('\r\n\r\n');
    expect(headers).not.toMatch(/^Bcc:/m);
    expect(headers).not.toMatch(/^Body/m);
    expect(headers?.match(/^To: /gm)).toHaveLength(1);
  });

  test('an address with a line break is refused', async () => {
    const server = await mailServer();
    await openOffice(`smtp://127.0.0.1:${server.port}`);
    await office.send({ to: { address: 'ada@example.com>\r\nRCPT TO:<eve@example.com' } });
    await until(async () => (await office.outbox())[0]?.attempts, 'an attempt');
    expect(server.received).toEqual([]);
  });
});
