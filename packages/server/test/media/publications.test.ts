import { publications as kinds } from '@cordboard/contract';
import { Value } from 'typebox/value';
import { beforeEach, describe, expect, test } from 'vitest';
import { eachPlace, type Place } from '../support/storage.ts';
import { Company } from './support/company.ts';
import { withExtra } from './support/extra.ts';
import { people } from './support/people.ts';
import { type Published, published, story } from './support/published.ts';
import { until } from './support/until.ts';

const { ada, ben, cleo, admin } = people;

eachPlace('what is announced of calls', (makePlace) => {
  let place: Place;
  let company: Company;
  beforeEach(async () => {
    place = await makePlace();
    company = await Company.open(place);
    return () => company.close();
  });

  const announced = (path = '') => published(company.context.storage, path);
  const records = () => company.context.storage.read.selectFrom('callRecords').selectAll().execute();
  const ended = async (path: string) =>
    until(async () => (await announced(path)).at(-1)?.content.state === 'idle', `${path} ended`);

  /** The tutorial's story: redirect, answer, hold, retrieve, consult, transfer, end. */
  async function tellStory(): Promise<void> {
    const api = await company.as(admin);
    await company.phone(ada);
    await company.phone(ben);
    await company.phone(cleo);
    const act = async (endpointId: string, callId: string, action: string, args = '') => {
      const { status, body } = await api.put(`/endpoints/${endpointId}/calls/${callId}`, { action, args });
      if (status !== 200) throw new Error(`${action}: ${JSON.stringify(body)}`);
    };
    const caller = await company.callIn(ada);
    await act('2880', await company.callId(ada, 'ringing'), 'redirect', '2881');
    const at2881 = await company.callId(ben, 'ringing');
    for (const action of ['answer', 'hold', 'retrieve']) await act('2881', at2881, action);
    await act('2881', at2881, 'consult', '2882');
    await act('2882', await company.callId(cleo, 'ringing'), 'answer');
    const other = company.context.gateway.pbx.calls('2881').find(({ callId }) => callId !== at2881);
    await act('2881', other?.callId ?? '', 'supervisedTransfer', at2881);
    caller.hangup();
    await ended('2882');
  }

  test('tells every state of every call, once, in order', async () => {
    await tellStory();
    const all = await announced();
    const subjects = [...new Set(all.map(({ subject }) => subject))];
    const stories = subjects.map((subject) => [
      subject.split('/')[3],
      ...story(all.filter((one) => one.subject === subject)),
    ]);
    expect(stories).toEqual([
      ['2880', 'ringing/newCall', 'idle/redirected'],
      [
        '2881',
        'ringing/redirected',
        'connected/redirected',
        'held/redirected',
        'connected/redirected',
        'held/redirected',
        'idle/transfer',
      ],
      ['2881', 'connected/newCall', 'connected/newCall', 'idle/transfer'],
      ['2882', 'ringing/newCall', 'connected/newCall', 'connected/transfer', 'idle/transfer'],
    ]);
  });

  test('has a valid content at each state, in the account and by the owner of the endpoint', async () => {
    await tellStory();
    const owners: Record<string, string> = { '2880': ada.userId, '2881': ben.userId, '2882': cleo.userId };
    const seen = await announced();
    expect(seen.length).toBeGreaterThan(10);
    for (const { accountId, method, subject, content, ...publication } of seen) {
      expect([...Value.Errors(kinds.callChanged.content, content)]).toEqual([]);
      const endpointId = subject.split('/')[3] ?? '';
      expect([accountId, method, content._links.self]).toEqual(['a-1', 'PUT', subject]);
      expect(publication).toMatchObject({ publisherAccountId: 'a-1', publisherPrincipalId: owners[endpointId] });
      expect(content).toMatchObject({ endpointId, userId: owners[endpointId], principalId: owners[endpointId] });
    }
    expect(new Set(seen.map(({ content }) => content.eventId)).size).toBe(seen.length);
    expect(new Set(seen.map(({ publicationId }) => publicationId)).size).toBe(seen.length);
  });

  test('is one final event for each call, its last, and no record is left open', async () => {
    await tellStory();
    const all = await announced();
    for (const record of await records()) {
      const own = all.filter(({ subject }) => subject.endsWith(`/${record.endpointId}/calls/${record.callId}`));
      expect(own.filter(({ content }) => content.state === 'idle')).toEqual([own.at(-1)]);
      const { endTime, completed } = own.at(-1)?.content ?? {};
      expect(record).toMatchObject({
        state: 'completed',
        endedOn: Date.parse(endTime ?? ''),
        completed: Number(completed),
      });
    }
    expect(await records()).toHaveLength(4);
  });

  test('has the fields of the contract: a ringing call, and its end', async () => {
    const api = await company.as(ada);
    await company.phone(ada);
    await company.callIn(ada);
    const callId = await company.callId(ada, 'ringing');
    const shown = withExtra((await api.get(`/endpoints/2880/calls/${callId}`)).body);
    await api.put(`/endpoints/2880/calls/${callId}`, { action: 'end' });
    const [ringing, end] = (await announced()) as [Published, Published];
    const { timestamp } = ringing.content;
    const fixed = {
      ...shown,
      callId: `endpoints/2880/calls/${callId}`,
      endpointId: '2880',
      accountId: 'a-1',
      isCtiEvent: true,
      principalId: ada.userId,
      callLegOwner: '2880',
      eventType: 'CallStateNotification',
      deviceId: 'cordboard',
      userId: ada.userId,
    };
    const times = {
      eventId: expect.any(String),
      timestamp: expect.any(Number),
      mediaReceivedTimestamp: expect.any(Number),
      mediaEventProcessedTimestamp: expect.any(Number),
    };
    expect(ringing.content).toEqual({ ...fixed, ...times });
    const { alertingDevice: _, ...extra } = fixed.extraPbxData;
    expect(end.content).toEqual({
      ...fixed,
      ...times,
      state: 'idle',
      cause: 'busy',
      endTime: expect.any(String),
      completed: false,
      ringTime: expect.any(Number),
      extraPbxData: { ...extra, eventType: 'connectionClearedEvent' },
    });
    expect(timestamp).toBeGreaterThanOrEqual(Date.parse(shown.createdOn));
    expect(end.content.timestamp).toBe(Date.parse(end.content.endTime ?? ''));
  });
});

describe('the last state of a call', () => {
  test.each(['idle', 'completed'] as const)(
    'is %s when the setting says so, in the answer too',
    async (finalCallState) => {
      const company = await Company.temporary({ finalCallState });
      const api = await company.as(ada);
      await company.phone(ada);
      await company.callIn(ada);
      const callId = await company.callId(ada, 'ringing');
      const { body } = await api.put(`/endpoints/2880/calls/${callId}`, { action: 'end' });
      expect(body.state).toBe(finalCallState);
      expect(story(await published(company.context.storage))).toEqual(['ringing/newCall', `${finalCallState}/busy`]);
      const [record] = await company.context.storage.read.selectFrom('callRecords').selectAll().execute();
      expect(record?.state).toBe('completed');
      await company.close();
    },
  );
});
