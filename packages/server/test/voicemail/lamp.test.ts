import { expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { eachPlace } from '../support/storage.ts';
import { askLamp } from './support/ask-lamp.ts';

const { admin, ada } = people;

eachPlace('The lamp of a telephone', (makePlace) => {
  test('follows the mailbox and the API, also after a restart', async () => {
    const company = await Company.open(await makePlace());
    try {
      const { body: credentials } = await (await company.as(admin)).post('/endpoints/2880/credentials');
      const lamp = () => askLamp(company.sipPort, credentials);
      expect(await lamp()).toMatch(/Messages-Waiting: no/i);
      const set = async (enabled: boolean) =>
        (await company.as(ada)).put('/endpoints/2880', {
          action: 'messageWaiting',
          userAvailability: 'available',
          enabled,
        });
      await set(true);
      expect(await lamp()).toMatch(/Messages-Waiting: yes/i);
      await set(false);
      expect(await lamp()).toMatch(/Messages-Waiting: no/i);

      const row = { messageId: 'm-1', endpointId: '2880', fromNumber: '2881', fromName: null, heard: 1, createdOn: 1 };
      await company.context.storage.transaction(async ({ db }) => {
        const rows = [row, { ...row, messageId: 'm-2' }].map((one) => ({ ...one, durationMs: 900 }));
        await db.insertInto('voicemail').values(rows).execute();
      });
      await (await company.as(ada)).put('/endpoints/2880/voicemail/m-1', { heard: false });
      expect(await lamp()).toMatch(/Messages-Waiting: yes[\s\S]*Voice-Message: 1\/1/i);
      await company.stop();
      await company.start();
      expect(await lamp()).toMatch(/Messages-Waiting: yes[\s\S]*Voice-Message: 1\/1/i);
    } finally {
      await company.close();
    }
  });
});
