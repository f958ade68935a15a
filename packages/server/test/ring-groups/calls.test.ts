import { expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { extraOf } from '../media/support/extra.ts';
import { people } from '../media/support/people.ts';
import { published, story } from '../media/support/published.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { admin, ada, ben } = people;

eachPlace('a group that was made by the API', (makePlace) => {
  test('rings its members; one answers, the other stops', async () => {
    const company = await Company.open(await makePlace());
    try {
      const api = await company.as(admin);
      const [first, second] = [await company.phone(ada), await company.phone(ben)];
      const { status } = await api.post('/ringGroups', { number: '2900', name: 'Sales', members: ['2880', '2881'] });
      expect(status).toBe(201);
      await company.callIn({ ...ada, extension: '2900' });
      await until(() => first.calls[0], 'the first rings');
      (await until(() => second.calls[0], 'the second rings')).answer();
      await until(async () => {
        const { storage } = company.context;
        const [one, other] = [await published(storage, '2880'), await published(storage, '2881')].map(story);
        return `${one} | ${other}` === 'ringing/newCall,idle/redirected | ringing/newCall,connected/newCall';
      }, 'both stories');
      expect(extraOf((await api.get('/endpoints/2881/calls')).body._embedded.items[0])).toMatchObject({
        calledDevice: '2900',
      });
      await company.quiet();
    } finally {
      await company.close();
    }
  });

  test('rings them after a restart too', async () => {
    const company = await Company.open(await makePlace());
    try {
      const [first, second] = [await company.phone(ada), await company.phone(ben)];
      const group = { number: '2900', name: 'Sales', members: ['2880', '2881'] };
      expect((await (await company.as(admin)).post('/ringGroups', group)).status).toBe(201);
      const port = company.sipPort;
      await company.stop();
      await company.start({ sip: { host: '127.0.0.1', port, publicHost: undefined } });
      await company.callIn({ ...ada, extension: '2900' });
      await until(() => first.calls[0] && second.calls[0], 'both ring');
      await company.quiet();
    } finally {
      await company.close();
    }
  });
});
