import { type Operation, operations } from '@cordboard/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsOf } from '../recordings/support/recordings.ts';
import { haveSwagger, Swagger } from '../support/swagger.ts';
import type { Api } from './support/api.ts';
import { Company } from './support/company.ts';
import { people } from './support/people.ts';
import { until } from './support/until.ts';

const { ada, ben, cleo, admin } = people;
/** Answers of one operation: method, path, body. */
type Asked = readonly (readonly [method: string, path: string, body?: object])[];

const present = haveSwagger();

describe.skipIf(!present)("by CloudLink's own description", () => {
  const swagger = present ? new Swagger() : undefined;
  let company: Company;
  let api: Api;
  let asked: Readonly<Record<string, Asked>>;

  beforeAll(async () => {
    company = await Company.temporary({ conferenceNumber: '7000' });
    api = await company.as(admin);
    await company.phone(ada, { autoAnswer: true });
    await company.phone(ben, { autoAnswer: true });
    const { pbx } = company.context.gateway;
    const { storage } = company.context;
    const past = await pbx.makeCall('2880', { to: '2881', record: true });
    await until(async () => (await rowsOf(storage))[0], 'a recording that begins');
    await pbx.act('2880', past.callId, { action: 'end' });
    const recording = await until(
      async () => (await rowsOf(storage)).find((row) => row.endedOn !== null),
      'a recording',
    );
    await company.quiet();
    const { callId } = await pbx.makeCall('2880', { to: '2881' });
    await api.post('/conferences', { id: 'tuesday', accessCode: '11', participants: [{ participantId: cleo.userId }] });
    await (await company.phone(cleo)).dial('7000*11');
    await until(() => pbx.conferences.room('tuesday'), 'a meeting');
    const call = `/endpoints/2880/calls/${callId}`;
    const sound = `/recordings/${recording.recordingId}`;
    const records = `/calls/${past.callId}/records`;
    asked = {
      getEndpoint: [
        ['GET', '/endpoints/2880'],
        ['GET', '/endpoints/9999'],
      ],
      updateEndpoint: [
        ['PUT', '/endpoints/2880', { action: 'dnd', userAvailability: 'available', enabled: false }],
        ['PUT', '/endpoints/2880', {}],
      ],
      getEndpointCalls: [
        ['GET', '/endpoints/2880/calls'],
        ['GET', '/endpoints/2880/calls?$filter=x'],
        ['GET', '/endpoints/2882/calls'],
      ],
      getEndpointCall: [
        ['GET', call],
        ['GET', `${call}0`],
      ],
      updateCallByEndpointId: [
        ['PUT', call, { action: 'hold' }],
        ['PUT', call, { action: 'x' }],
        ['PUT', `${call}0`, { action: 'end' }],
      ],
      createEndpointCall: [
        ['POST', '/endpoints/2881/calls', { to: '2880' }],
        ['POST', '/endpoints/2881/calls', {}],
      ],
      getCallRecords: [
        ['GET', '/calls/records?$top=1'],
        ['GET', "/calls/records?$filter=from eq 'x'"],
        ['GET', '/calls/records?$filter=x'],
      ],
      getCallRecord: [
        ['GET', records],
        ['GET', '/calls/x/records'],
      ],
      updateCallRecords: [
        ['PUT', '/calls/records', { hide: true }],
        ['PUT', '/calls/records', {}],
      ],
      updateCallRecord: [
        ['PUT', records, { hide: true }],
        ['PUT', '/calls/x/records', { hide: true }],
      ],
      createConference: [
        ['POST', '/conferences', { id: 'monday', participants: [{ participantId: ada.userId }] }],
        ['POST', '/conferences', { id: 'monday' }],
        ['POST', '/conferences', { accessCodeLength: 0 }],
      ],
      getConferences: [['GET', '/conferences?$expand=tags']],
      getConference: [
        ['GET', '/conferences/monday'],
        ['GET', '/conferences/tuesday'],
      ],
      updateConference: [
        ['PUT', '/conferences/monday', { name: 'Monday round' }],
        ['PUT', '/conferences/monday', { x: 1 }],
      ],
      createParticipant: [
        ['POST', '/conferences/monday/participants', { participantId: cleo.userId }],
        ['POST', '/conferences/monday/participants', { participantId: 'nobody' }],
        ['POST', '/conferences/monday/participants', {}],
      ],
      getParticipants: [['GET', '/conferences/monday/participants']],
      getParticipant: [
        ['GET', `/conferences/monday/participants/${ada.userId}`],
        ['GET', '/conferences/monday/participants/x'],
      ],
      updateConferenceParticipant: [
        ['PUT', `/conferences/monday/participants/${admin.userId}`, { onetimeAcceptance: true }],
        ['PUT', `/conferences/monday/participants/${ada.userId}`, { muted: true }],
        ['PUT', `/conferences/monday/participants/${ada.userId}`, { action: 'dance' }],
      ],
      deleteParticipant: [
        ['DELETE', `/conferences/tuesday/participants/${cleo.userId}`],
        ['DELETE', '/conferences/monday/participants/x'],
      ],
      createParticipantConnection: [
        ['POST', `/conferences/monday/participants/${admin.userId}/connections`],
        ['POST', `/conferences/monday/participants/${ada.userId}/connections`],
      ],
      runConferenceControlCommand: [
        ['POST', '/conferences/tuesday', { action: 'lock' }],
        ['POST', '/conferences/monday', { action: 'end' }],
        ['POST', '/conferences/monday', { action: 'dance' }],
      ],
      searchConferenceContent: [['GET', '/conferences/content?$search=round']],
      getUserAttendances: [['GET', `/users/${admin.userId}/attendances`]],
      deleteConference: [
        ['DELETE', '/conferences/monday'],
        ['DELETE', '/conferences/monday'],
      ],
      getUserConferences: [
        ['GET', `/users/${ada.userId}/conferences`],
        ['GET', '/users/x/conferences'],
      ],
      getRecordings: [
        ['GET', '/recordings'],
        ['GET', '/recordings?$filter=x'],
      ],
      getRecording: [
        ['GET', sound],
        ['GET', `${sound}?$expand=media`],
        ['GET', `${sound}0`],
        ['GET', `${sound}?media-format=mp3`],
      ],
      updateRecording: [
        ['PUT', sound, { label: 'x' }],
        ['PUT', sound, { x: 1 }],
      ],
      deleteRecording: [
        ['DELETE', sound],
        ['DELETE', sound],
      ],
    };
  });
  afterAll(() => company.close());

  const served = Object.values<Operation>(operations)
    .filter(
      ({ api: service, planned, id }) =>
        service === 'media' && planned !== true && (swagger?.operationIds.includes(id) ?? true),
    )
    .map(({ id }) => id)
    // What is deleted cannot be asked for any more.
    .sort((a, b) => Number(a.startsWith('delete')) - Number(b.startsWith('delete')));

  test.each(served)('%s answers as it should', async (id) => {
    expect(asked[id], `${id} is not asked here`).toBeDefined();
    for (const [index, [method, path, body]] of (asked[id] ?? []).entries()) {
      // Records are hidden from the own list alone.
      const caller = id.startsWith('updateCallRecord') ? await company.as(ada) : api;
      const answer = await caller.call(method, path, body);
      expect([method, path, swagger?.faultOf(id, answer)]).toEqual([method, path, undefined]);
      // The first is a good one; none may be valid as an error of the server.
      if (index === 0) expect(answer.status).toBe(200);
      expect(answer.status).toBeLessThan(500);
    }
  });
});
