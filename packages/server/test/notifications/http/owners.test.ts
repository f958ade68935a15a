import { beforeEach, expect, test } from 'vitest';
import { Company } from '../../media/support/company.ts';
import { type Person, people } from '../../media/support/people.ts';
import { until } from '../../media/support/until.ts';
import { eachPlace, type Place } from '../../support/storage.ts';
import { Receiver } from '../support/receiver.ts';

const { ada, admin, partner } = people;

eachPlace('a subscription follows its owner', (makePlace) => {
  let place: Place;
  let company: Company;
  let receiver: Receiver;
  /** Hears everything: what it has heard, the other has had the time to hear. */
  let witness: Receiver;

  beforeEach(async () => {
    place = await makePlace();
    company = await Company.open(place);
    [receiver, witness] = [await Receiver.start(), await Receiver.start()];
    await subscribe(partner, witness);
    return async () => {
      await company.close();
      await receiver.close();
      await witness.close();
    };
  });

  async function subscribe(person: Person, to: Receiver): Promise<void> {
    const api = await company.as(person);
    const body = {
      applicationId: 't',
      deviceId: to.url,
      transport: 'webhook',
      topic: 'platform-api-admin',
      subjectFilter: '/users/',
    };
    expect((await api.post('/subscriptions', body)).status).toBe(201);
  }

  const change = async (userId: string, fields: object) => {
    const answer = await (await company.as(partner)).put(`/accounts/a-1/users/${userId}`, fields);
    expect(answer.status).toBe(200);
  };
  /** Renames ben, and waits until whoever hears of it has heard. */
  const rename = async (name: string) => {
    await change('u-ben', { name });
    const heard = (by: Receiver) => by.received.some(({ body }) => body.content.name === name);
    await until(() => heard(witness), name);
    const { read } = company.context.storage;
    await until(async () => (await read.selectFrom('deliveries').selectAll().execute()).length === 0, 'all delivered');
    return heard(receiver);
  };

  test('who is no administrator any more hears only of their own', async () => {
    await subscribe(admin, receiver);
    expect(await rename('Ben 1')).toBe(true);
    await change('u-admin', { role: 'USER' });
    expect(await rename('Ben 2')).toBe(false);
    await change('u-admin', { name: 'Former administrator' });
    await until(() => receiver.received.some(({ body }) => body.content.name === 'Former administrator'), 'the own');
    await company.stop();
    await company.start();
    expect(await rename('Ben 3')).toBe(false);
  });

  test('who becomes an administrator hears of all', async () => {
    await subscribe(ada, receiver);
    expect(await rename('Ben 1')).toBe(false);
    await change('u-ada', { role: 'ACCOUNT_ADMIN' });
    expect(await rename('Ben 2')).toBe(true);
  });

  test('who is deleted hears of nothing, and the subscription is gone', async () => {
    await subscribe(admin, receiver);
    expect(await rename('Ben 1')).toBe(true);
    await (await company.as(partner)).delete('/accounts/a-1/users/u-admin');
    expect(await rename('Ben 2')).toBe(false);
    const rows = await company.context.storage.read.selectFrom('subscriptions').select('principalId').execute();
    expect(rows).toEqual([{ principalId: 'u-partner' }]);
  });
});
