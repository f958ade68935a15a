import { expect, test } from 'vitest';
import { readSender, readSmtpUrl } from '../../src/mail/smtp-settings.ts';
import { prepare, testConfig } from '../media/support/company.ts';
import { ServerProcess } from '../media/support/server-process.ts';
import { until } from '../media/support/until.ts';
import { eachPlace, openAt } from '../support/storage.ts';
import { mailServer } from './support/mail-server.ts';
import { PostOffice } from './support/post-office.ts';

eachPlace('A server that is killed while it mails', (makePlace) => {
  test('sends the mail at its next start', async () => {
    const place = await makePlace();
    await prepare(place);
    const storage = await openAt(place);
    await new PostOffice(storage, {}).send();
    await storage.close();
    let asked = false;
    const slow = await mailServer({
      onRcptTo: () => {
        asked = true;
      },
    });
    const smtp = (port: number) => ({
      server: readSmtpUrl(`smtp://127.0.0.1:${port}`)!,
      from: readSender('calls@example.com')!,
    });
    const config = testConfig(place, 9);
    let server = await ServerProcess.start({ ...config, mail: smtp(slow.port) });
    try {
      await until(() => asked, 'a mail on its way');
      await server.end();
      const good = await mailServer();
      server = await ServerProcess.start({ ...config, mail: smtp(good.port) });
      await until(() => good.received.length === 1, 'the mail');
      expect(slow.received).toEqual([]);
    } finally {
      await server.end();
    }
  }, 60_000);
});
