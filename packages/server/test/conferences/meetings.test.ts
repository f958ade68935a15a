import type { PhoneCall } from '@cordboard/phone';
import { beforeEach, expect, test } from 'vitest';
import type { Api } from '../media/support/api.ts';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { ada, ben, cleo, admin } = people;
const CODE = '4711';
const NUMBER = '7000';
const LIMIT_MS = 8_000;
const ROOM = '/conferences/monday';

eachPlace('a meeting', (makePlace) => {
  let company: Company;
  let api: Api;

  beforeEach(async () => {
    company = await Company.open(await makePlace(), { conferenceNumber: NUMBER });
    api = await company.as(ada);
    const participants = [{ participantId: ben.userId }];
    await api.post('/conferences', { id: 'monday', name: 'Monday round', accessCode: CODE, participants });
    return () => company.close();
  });

  /** Dialled together with the code, as pages do. */
  async function dialIn(person: typeof ada | typeof ben): Promise<PhoneCall> {
    const phone = await company.phone(person);
    const call = await phone.dial(`${NUMBER}*${CODE}`);
    await call.until('connected', LIMIT_MS);
    return call;
  }

  const participant = async (id: string) => (await api.get(`${ROOM}/participants/${id}`)).body;

  const untilState = async (id: string, state: string) =>
    await until(async () => (await participant(id)).state === state, `${id} is ${state}`);

  /** The only one who is no user. */
  const guest = async () =>
    await until(async () => {
      const { body } = await api.get(`${ROOM}/participants`);
      return body._embedded.items.find(({ type }: { type: string }) => type === 'pstn');
    }, 'a guest');

  test('shows who is in, and afterwards who was', async () => {
    const atAda = await dialIn(ada);
    const atBen = await dialIn(ben);
    await untilState(ben.userId, 'active');
    expect((await api.get(ROOM)).body).toMatchObject({ state: 'active' });
    expect(await participant(ben.userId)).toMatchObject({
      type: 'webapi',
      _embedded: { status: { place: 'room', muted: false, number: '2881', name: ben.name } },
    });
    const { body } = await api.put(`${ROOM}/participants/${ben.userId}`, { muted: true });
    expect(body._embedded.status).toMatchObject({ muted: true });
    atBen.hangup();
    await untilState(ben.userId, 'inactive');
    atAda.hangup();
    await until(async () => (await api.get(ROOM)).body.state === 'inactive', 'the end');
    const attendances = (await (await company.as(ben)).get(`/users/${ben.userId}/attendances`)).body;
    expect(attendances).toMatchObject({
      count: 1,
      _embedded: {
        items: [
          {
            participantId: ben.userId,
            conferenceId: 'monday',
            _links: { conference: '/2017-09-01/conferences/monday' },
          },
        ],
      },
    });
    expect((await api.get(`/users/${ben.userId}/attendances`)).status).toBe(403);
    expect((await (await company.as(admin)).get(`/users/${ben.userId}/attendances`)).body.count).toBe(1);
  });

  test('a guest waits in the lobby until admitted, and leaves no trace but the attendance', async () => {
    const atAda = await dialIn(ada);
    const outside = await company.outside.dial(`sip:${NUMBER}@127.0.0.1:${company.sipPort}`);
    await outside.until('connected', LIMIT_MS);
    outside.press(`${CODE}#`);
    const waiting = await guest();
    expect(waiting).toMatchObject({
      state: 'accepted',
      _embedded: { status: { place: 'lobby', number: '+16135550100' } },
    });
    const path = `${ROOM}/participants/${waiting.participantId}`;
    expect((await (await company.as(ben)).put(path, { action: 'admit' })).status).toBe(403);
    expect((await api.put(path, { action: 'admit' })).body).toMatchObject({
      state: 'active',
      _embedded: { status: { place: 'room' } },
    });
    expect((await api.put(path, { action: 'admit' })).body.code).toBe('wrong_conference_state');
    outside.playTone(1_100);
    await atAda.untilHears(1_100, LIMIT_MS);
    expect((await api.call('DELETE', path)).body).toMatchObject({ state: 'inactive' });
    await outside.until('ended', LIMIT_MS);
    expect((await api.get(path)).body.code).toBe('unknown_participant');
    const rows = await company.context.storage.read.selectFrom('attendances').selectAll().execute();
    expect(rows.find(({ userId }) => userId === null)).toMatchObject({ number: '+16135550100', cause: 'removed' });
  });

  test('calls an extension and an outside number in', async () => {
    const atAda = await dialIn(ada);
    const phone = await company.phone(cleo, { tone: 900 });
    const rung = await api.post(`${ROOM}/participants`, { participantId: '2882' });
    expect(rung.body).toMatchObject({
      participantId: cleo.userId,
      state: 'accepted',
      _embedded: { status: { place: 'ringing' } },
    });
    (await until(() => phone.calls[0], 'the call to Cleo')).answer();
    await atAda.untilHears(900, LIMIT_MS);
    await untilState(cleo.userId, 'active');
    await api.post(`${ROOM}/participants`, { participantId: '+16135550100' });
    (await until(() => company.outside.calls[0], 'the call outside')).answer();
    const { participantId } = await guest();
    await untilState(participantId, 'active');
    expect((await api.post(`${ROOM}/participants`, { participantId: 'nobody' })).body.code).toBe('unknown_destination');
    const invited = await api.post(`${ROOM}/participants`, { participantId: admin.userId });
    expect(invited.body).toMatchObject({ participantId: admin.userId, state: 'invited' });
  });

  test('is recorded, locked and ended by command', async () => {
    const nobody = await api.post(ROOM, { action: 'record' });
    expect([nobody.status, nobody.body.code]).toEqual([409, 'wrong_conference_state']);
    const atAda = await dialIn(ada);
    await untilState(ada.userId, 'active');
    expect((await (await company.as(ben)).post(ROOM, { action: 'end' })).status).toBe(403);
    for (const action of ['record', 'pause-record', 'resume-record', 'stop-record', 'mute', 'unmute', 'lock']) {
      expect([action, (await api.post(ROOM, { action })).status]).toEqual([action, 200]);
    }
    expect((await api.get(ROOM)).body._embedded.settings).toMatchObject({ locked: true });
    const recordings = async () => (await api.get("/recordings?$filter=callId eq 'monday'")).body._embedded.items;
    await until(async () => (await recordings()).length === 1, 'the recording');
    expect((await api.post(ROOM, { action: 'end' })).body).toMatchObject({ state: 'inactive' });
    await atAda.until('ended', LIMIT_MS);
    expect((await api.get(ROOM)).body._embedded.settings).toMatchObject({ locked: false });
    const [{ recordingId }] = await recordings();
    await until(async () => {
      const { body } = await api.get(`/recordings/${recordingId}?$expand=media`);
      return body._embedded?.media !== undefined;
    }, 'its sound');
  });

  test('a page is told how to join, and for itself alone', async () => {
    const { body } = await (await company.as(ben)).post(`${ROOM}/participants/${ben.userId}/connections`);
    expect(body).toMatchObject({
      mediaUrl: `sip:${NUMBER}*${CODE}@127.0.0.1`,
      signalingUrl: expect.stringMatching(/^ws:.*\/sip$/),
      externalConferenceId: 'monday',
    });
    expect(await company.context.authentication.authenticate(body.token)).toMatchObject({ principalId: ben.userId });
    expect((await api.post(`${ROOM}/participants/${ben.userId}/connections`)).status).toBe(403);
    expect((await api.get(ROOM)).body._embedded.addresses._embedded.items).toEqual([
      { type: 'sip', description: 'Internal', url: expect.stringContaining(`sip:${NUMBER}@`) },
    ]);
  });

  test('its deletion ends it', async () => {
    const atAda = await dialIn(ada);
    await untilState(ada.userId, 'active');
    expect((await api.call('DELETE', ROOM)).status).toBe(200);
    await atAda.until('ended', LIMIT_MS);
    const ended = async () => {
      const rows = await company.context.storage.read.selectFrom('attendances').selectAll().execute();
      return rows[0]?.cause;
    };
    await until(async () => (await ended()) === 'ended', 'the attendance is over');
  });
});
