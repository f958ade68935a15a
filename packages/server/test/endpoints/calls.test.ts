import { beforeEach, expect, test } from 'vitest';
import type { Api } from '../media/support/api.ts';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { published, story } from '../media/support/published.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { ada, ben, cleo } = people;

eachPlace('what an endpoint is set to', (makePlace) => {
  let company: Company;
  let api: Api;
  beforeEach(async () => {
    company = await Company.open(await makePlace());
    api = await company.as(ada);
    return () => company.close();
  });

  test('do not disturb: the caller is busy at once, and its call says why', async () => {
    const caller = await company.phone(ben);
    await company.phone(ada);
    await api.put('/endpoints/2880', { action: 'dnd', userAvailability: 'dnd', enabled: true });
    const call = await caller.dial('2880');
    await call.until('ended', 5_000);
    expect(call.status).toBe(486);
    await until(async () => {
      const all = await published(company.context.storage, '2881/calls');
      return story(all).join() === 'connected/newCall,idle/doNotDisturb';
    }, 'the cause');
  });

  test('forwarding that was set by the API sends calls on, with the cause in the publications', async () => {
    const desk = await company.phone(cleo);
    await api.put('/endpoints/2880/forwarding', { always: { destination: '2882' } });
    await company.callIn(ada);
    (await until(() => desk.calls[0], 'it rings')).answer();
    const callId = await company.callId(cleo, 'connected');
    await until(async () => {
      const all = await published(company.context.storage, `2882/calls/${callId}`);
      return story(all).join() === 'ringing/callForwardAlways,connected/callForwardAlways';
    }, 'the cause');
  });
});
