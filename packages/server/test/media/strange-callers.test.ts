import { Phone } from '@cordboard/phone';
import { expect, test } from 'vitest';
import { eachPlace } from '../support/storage.ts';
import { Company } from './support/company.ts';
import { people } from './support/people.ts';
import { published } from './support/published.ts';
import { until } from './support/until.ts';

const callers = [
  { displayName: 'A\0B' },
  { username: 'A\0B' },
  { displayName: 'A\ud800B' },
  { displayName: 'A\r\nB' },
  { displayName: `"'); drop table callRecords; --` },
  { displayName: 'Émile 漢字 🙂' },
  { displayName: 'x'.repeat(5_000) },
  { displayName: '' },
];

eachPlace('callers with strange names', (makePlace) => {
  test('are announced and recorded like any other', async () => {
    const company = await Company.open(await makePlace());
    const { storage } = company.context;
    await company.phone(people.ada);
    await company.outside.close();
    for (const [index, names] of callers.entries()) {
      const caller = await Phone.start({
        server: { host: '127.0.0.1', port: company.sipPort },
        username: '+16135550100',
        password: '',
        register: false,
        localPort: company.outside.address.port,
        ...names,
      });
      await caller.dial('2880');
      await company.callId(people.ada, 'ringing');
      await caller.close();
      await until(async () => (await published(storage)).length === 2 * (index + 1), JSON.stringify(names));
    }
    const records = await storage.read.selectFrom('callRecords').selectAll().orderBy('createdOn').execute();
    expect(records.map(({ state }) => state)).toEqual(callers.map(() => 'completed'));
    expect(records[0]?.fromName).toBe('AB');
    for (const { fromName } of records) expect((fromName ?? '').length).toBeLessThanOrEqual(100);
    await company.close();
  });
});
