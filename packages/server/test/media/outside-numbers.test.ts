import { afterEach, expect, test } from 'vitest';
import { eachPlace } from '../support/storage.ts';
import { Company } from './support/company.ts';
import { withExtra } from './support/extra.ts';
import { people } from './support/people.ts';
import { until } from './support/until.ts';

const { ada, ben } = people;

eachPlace('numbers outside', (makePlace) => {
  let company: Company;
  afterEach(() => company.close());

  test('without a trunk an outside number is a conflict, for every action that takes one', async () => {
    company = await Company.open(await makePlace(), { trunk: undefined });
    const api = await company.as(ada);
    const desk = await company.phone(ada, { autoAnswer: 'header' });
    const phone = await company.phone(ben, { autoAnswer: true });
    const refused = { status: 409, body: { code: 'no_trunk', message: expect.stringContaining('+16135550111') } };
    expect(await api.post('/endpoints/2880/calls', { to: '+16135550111' })).toMatchObject(refused);
    expect(desk.calls).toEqual([]);
    await phone.dial('2880');
    const ringing = await company.callId(ada, 'ringing');
    const act = (action: string) =>
      api.put(`/endpoints/2880/calls/${ringing}`, { action, destination: '+1 (613) 555-0111' });
    expect(await act('redirect')).toMatchObject(refused);
    desk.calls[0]?.answer();
    await company.callId(ada, 'connected');
    for (const action of ['consult', 'blindTransfer']) expect(await act(action)).toMatchObject(refused);
  });

  test('a call goes out by the trunk, and comes in by its number', async () => {
    company = await Company.open(await makePlace());
    const api = await company.as(ada);
    const desk = await company.phone(ada, { autoAnswer: 'header' });
    const { body } = await api.post('/endpoints/2880/calls', { to: '+1 613 555-0111' });
    expect(body).toMatchObject({ to: '+16135550111', toNumberE164: true, state: 'connected' });
    const far = await until(() => company.outside.calls[0], 'the outside party ringing');
    // Their own number of the trunk is what people outside can call back.
    expect(far.remote.number).toBe('+16135550199');
    far.answer();
    await far.until('connected', 2_000);
    far.hangup();
    await until(() => desk.calls.length === 0, 'the end');

    await company.outside.dial(`sip:+16135550199@127.0.0.1:${company.sipPort}`);
    const callId = await company.callId(ada, 'ringing');
    expect(withExtra((await api.get(`/endpoints/2880/calls/${callId}`)).body)).toMatchObject({
      to: '2880',
      from: '+16135550100',
      extraPbxData: { calledDevice: '+16135550199' },
    });
  });
});
