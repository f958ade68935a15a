import { Phone } from '@cordboard/phone';
import { expect, onTestFinished, test } from 'vitest';
import { prepare, testConfig } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { ServerProcess } from '../media/support/server-process.ts';
import { until } from '../media/support/until.ts';
import { eachPlace, openAt, type Place } from '../support/storage.ts';

const { ada, admin } = people;
const NUMBER = '7000';
const ROOM = '/conferences/monday';
/** Starts the server twice; the limit is only for tests that fail. */
const LIMIT_MS = 120_000;

eachPlace('a server that is killed during a meeting', (makePlace) => {
  test('leaves nobody in it, and attendances with their cause', { timeout: LIMIT_MS }, async () => {
    const place: Place = await makePlace();
    await prepare(place);
    const outside = await Phone.start({
      ...{ server: { host: '127.0.0.1', port: 9 }, username: '+16135550100', password: '', register: false },
    });
    onTestFinished(() => outside.close());
    const config = { ...testConfig(place, outside.address.port), conferenceNumber: NUMBER };
    const first = await ServerProcess.start(config);
    onTestFinished(() => first.end());
    const api = await first.as(ada);
    await api.post('/conferences', { id: 'monday', accessCode: '4711', lobbyPolicy: 'noLobby', record: true });
    const { body } = await (await first.as(admin)).post(`/endpoints/${ada.extension}/credentials`);
    const phone = await Phone.start({ ...body, server: { host: '127.0.0.1', port: first.sipPort } });
    await phone.dial(`${NUMBER}*4711`);
    await outside.dial(`sip:${NUMBER}*4711@127.0.0.1:${first.sipPort}`);
    await until(
      async () => (await api.get(`${ROOM}/participants?$filter=state eq 'active'`)).body.count === 2,
      'two in',
    );
    await first.end();
    const killedOn = Date.now();
    await phone.close();

    const second = await ServerProcess.start(config);
    onTestFinished(() => second.end());
    const after = await second.as(ada);
    expect((await after.get(ROOM)).body).toMatchObject({
      state: 'inactive',
      _embedded: {
        participants: { count: 1, _embedded: { items: [{ participantId: ada.userId, state: 'inactive' }] } },
      },
    });
    const [attendance] = (await after.get(`/users/${ada.userId}/attendances`)).body._embedded.items;
    expect(Date.parse(attendance.leaveTimeStamp)).toBeGreaterThanOrEqual(killedOn - 60_000);
    await second.end();
    const storage = await openAt(place);
    const rows = await storage.read.selectFrom('attendances').select(['userId', 'cause', 'leftOn']).execute();
    expect(rows.map(({ cause, leftOn }) => [cause, leftOn !== null])).toEqual([
      ['serverStopped', true],
      ['serverStopped', true],
    ]);
    const [recording] = await storage.read.selectFrom('recordings').selectAll().execute();
    expect(recording).toMatchObject({ callId: 'monday', userId: ada.userId, state: 'failed', cause: 'serverStopped' });
    await storage.close();
  });
});
