import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hearsTone, readWav } from '@cordboard/rtp';
import { expect, test } from 'vitest';
import { readSender, readSmtpUrl } from '../../src/mail/smtp-settings.ts';
import { mailServer } from '../mail/support/mail-server.ts';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { admin, ada, ben } = people;
const mailbox = '/endpoints/2880/mailbox';

eachPlace('A message by mail', (makePlace) => {
  const open = async () => {
    const server = await mailServer();
    const place = await makePlace();
    const from = readSender('Calls <calls@example.com>')!;
    const company = await Company.open(place, {
      mail: { server: readSmtpUrl(`smtp://127.0.0.1:${server.port}`)!, from },
    });
    return { server, place, company };
  };

  test('has who called, in the language of the user, and the sound; then it is gone from the mailbox', async () => {
    const { server, place, company } = await open();
    try {
      const { storage } = company.context;
      await storage.transaction(({ db }) =>
        db.updateTable('users').set({ languageCode: 'fr-CA' }).where('userId', '=', ada.userId).execute(),
      );
      const owner = await company.as(ada);
      await owner.put('/endpoints/2880/forwarding', { notReachable: { destination: 'voicemail' } });
      const set = await owner.put(mailbox, { mail: true, attach: true, deleteAfterSending: true });
      expect(set.status).toBe(200);
      const caller = await company.phone(ben, { tone: 500 });
      const call = await caller.dial('2880');
      await call.untilHears(440, 15_000);
      const folder = join(place.dataDir, 'voicemail');
      await until(async () => (await readdir(folder)).length === 1, 'the sound');
      const started = performance.now();
      await until(() => performance.now() - started > 1_500, 'a word or two');
      call.hangup();
      const { to, raw } = await until(() => server.received[0], 'the mail');
      expect(to).toEqual([ada.email]);
      expect(raw).toContain(`Subject: Message vocal de ${ben.name} (2881)`);
      const { samples } = readWav(attachmentOf(raw));
      expect(hearsTone(samples.subarray(-6_000, -2_000), 500)).toBe(true);
      await until(async () => (await owner.get('/endpoints/2880/voicemail')).body.count === 0, 'an empty mailbox');
      await until(async () => (await readdir(folder)).length === 0, 'an empty folder');
      expect((await owner.get('/endpoints/2880')).body.messageWaiting).toBe(false);
    } finally {
      await company.close();
    }
  }, 60_000);

  test('is switched on and off by the user of the endpoint alone', async () => {
    const { company } = await open();
    try {
      const body = { mail: true, attach: false, deleteAfterSending: false };
      const statuses = async (person: Parameters<Company['as']>[0]) => {
        const api = await company.as(person);
        return [(await api.get(mailbox)).status, (await api.put(mailbox, body)).status];
      };
      expect(await statuses({})).toEqual([401, 401]);
      expect(await statuses(ben)).toEqual([403, 403]);
      expect(await statuses(admin)).toEqual([403, 403]);
      expect(await statuses(people.strangeAdmin)).toEqual([404, 404]);
      const owner = await company.as(ada);
      expect((await owner.get(mailbox)).body).toMatchObject({ mail: false });
      expect(await statuses(ada)).toEqual([200, 200]);
      expect((await owner.get(mailbox)).body).toMatchObject(body);
      expect((await owner.put(mailbox, { ...body, deleteAfterSending: true })).status).toBe(400);
      const { storage } = company.context;
      const told = await storage.read.selectFrom('publications').select('subject').execute();
      expect(told.filter(({ subject }) => subject === `/2017-09-01${mailbox}`)).toHaveLength(1);
    } finally {
      await company.close();
    }
  });
});

/** The only part in base64 with a file name. */
function attachmentOf(raw: string): Buffer {
  const part = raw.split(/\r\n--/).find((one) => /filename=message-[\d-]+\.wav/.test(one)) ?? '';
  return Buffer.from(part.slice(part.indexOf('\r\n\r\n')), 'base64');
}
