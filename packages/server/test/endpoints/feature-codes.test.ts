import type { Phone } from '@cordboard/phone';
import { expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { ada, ben } = people;

eachPlace('settings that a telephone dials', (makePlace) => {
  async function open(): Promise<Company> {
    return await Company.open(await makePlace());
  }

  const subjects = async ({ context }: Company) =>
    (await context.storage.read.selectFrom('publications').selectAll().execute()).map(({ subject }) => subject);

  test('are those of the API, are published, and survive a restart', async () => {
    const company = await open();
    try {
      const phone = await company.phone(ada);
      const api = await company.as(ada);
      await phone.dial('*78');
      await until(async () => (await api.get('/endpoints/2880')).body.dnd === true, 'do not disturb');
      await phone.dial('*722881');
      const always = async () => (await api.get('/endpoints/2880/forwarding')).body.always;
      await until(async () => (await always())?.enabled === true, 'forwarding');
      expect(await always()).toMatchObject({ destination: '2881', enabled: true });
      await phone.dial('*73');
      await until(async () => (await always()).enabled === false, 'no forwarding');
      const published = await subjects(company);
      expect(published.filter((subject) => /endpoints\/2880$/.test(subject)).length).toBeGreaterThan(0);
      expect(published.filter((subject) => /endpoints\/2880\/forwarding$/.test(subject))).toHaveLength(2);
      await company.stop();
      await company.start();
      expect((await (await company.as(ada)).get('/endpoints/2880')).body.dnd).toBe(true);
    } finally {
      await company.close();
    }
  });

  test('*69 calls the last caller of the history', async () => {
    const company = await open();
    try {
      const [one, other]: Phone[] = [await company.phone(ada), await company.phone(ben)];
      const call = await other!.dial('2880');
      await company.callId(ada, 'ringing');
      call.hangup();
      await company.quiet();
      const written = () => company.context.storage.read.selectFrom('callRecords').selectAll().execute();
      await until(
        async () => (await written()).some(({ direction }) => direction === 'inbound'),
        'the record of the call',
      );
      await one!.dial('*69');
      await company.callId(ben, 'ringing');
    } finally {
      await company.close();
    }
  });
});
