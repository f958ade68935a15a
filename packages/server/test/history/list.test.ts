import { beforeEach, expect, test } from 'vitest';
import { userIds } from '../support/cast.ts';
import type { Client } from '../support/client.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, type World } from '../support/world.ts';
import { DAWN, idsOf, keep, record } from './support/records.ts';

eachWorld('the history of calls', (start) => {
  let world: World;
  let ada: Client;

  beforeEach(async () => {
    world = await start();
    ada = await world.as('ada');
    await keep(
      world.storage,
      [
        record(1, 'ada'),
        record(2, 'ada', {
          direction: 'outbound',
          fromNumber: '2880',
          fromName: 'Ada',
          toNumber: '2881',
          toName: 'Émile',
        }),
        record(3, 'ada', { answeredOn: null, completed: 0, missed: 1, cause: 'callNotAnswer', fromName: null }),
        record(4, 'ada', { endedOn: null, state: 'connected', completed: 0 }),
        record(5, 'ben', { endpointId: '2881', toNumber: '2881', fromNumber: '2880', fromPrincipalId: userIds.ada }),
        record(6, 'ada', { quality: 0, lossPercent: 0.5, jitterMs: 3.25, mos: 4.1 } as object),
      ].map(({ quality: _, ...row }: ReturnType<typeof record> & { quality?: number }) => row),
    );
  });

  const list = (query = '') => ada.get(`/calls/records${query === '' ? '' : `?${query}`}`);
  const filtered = (filter: string) => list(`$filter=${encodeURIComponent(filter)}`);

  test('has the calls that are over, the newest first', async () => {
    const answer = await list();
    expect(answer.status).toBe(200);
    expect(idsOf(answer)).toEqual(['6', '3', '2', '1']);
    expect(answer.body).toMatchObject({ count: 4, _links: { self: '/2017-09-01/calls/records' } });
    expect(answer.body._links).not.toHaveProperty('next');
  });

  test('tells all of a call', async () => {
    const { body } = await list();
    expect(body._embedded.items[0]).toEqual({
      callId: '6',
      endpointId: '2880',
      siteId: 'built-in',
      from: '+16135550100',
      fromNumberE164: true,
      fromName: 'Outside Caller',
      to: '2880',
      toNumberE164: false,
      toName: 'Ada Byron',
      toPrincipalId: userIds.ada,
      state: 'completed',
      cause: 'newCall',
      direction: 'inbound',
      createdOn: new Date(DAWN + 360_000).toISOString(),
      endTime: new Date(DAWN + 385_000).toISOString(),
      completed: true,
      missed: false,
      ringTime: 5,
      billingTime: 20,
      quality: { lossPercent: 0.5, jitterMs: 3.25, mos: 4.1 },
      extraPbxData: '{"callTrackingID":"t6"}',
      _links: { self: '/2017-09-01/calls/6/records' },
    });
    const missed = body._embedded.items[1];
    expect(missed).toMatchObject({ missed: true, completed: false, ringTime: 25, cause: 'callNotAnswer' });
    for (const absent of ['fromName', 'billingTime', 'quality']) expect(missed).not.toHaveProperty(absent);
  });

  test.each([
    ["direction eq 'outbound'", ['2']],
    ['missed eq true', ['3']],
    ["completed eq true and direction eq 'inbound'", ['6', '1']],
    ["contains(from,'555')", ['6', '3', '1']],
    ["contains(toName,'ÉMILE')", ['2']],
    ["createdOn ge '2026-05-04T09:02:00Z' and createdOn lt '2026-05-04T09:06:00Z'", ['3', '2']],
    ['endTime gt 2026-05-04T09:06:00Z', ['6']],
    ["cause eq 'callNotAnswer' or callId eq '1'", ['3', '1']],
    [`contains(principal,'${userIds.ada}')`, ['6', '3', '2', '1']],
    [`contains(principal, '${userIds.ada.slice(3, 20)}')`, ['6', '3', '2', '1']],
    [`contains(principal,'${userIds.ben}')`, []],
    [`not contains(principal,'${userIds.ada}')`, []],
    ["fromPrincipalId eq null and to ne '2880'", ['2']],
  ])('is filtered: %s', async (filter, ids) => {
    expect(idsOf(await filtered(filter))).toEqual(ids);
  });

  test.each([
    ['émile', ['2']],
    ['(613) 555-0100', ['6', '3', '1']],
    ['"Outside Call"', ['6', '1']],
    ['2881', ['2']],
    ['%', []],
  ])('is searched by number and name: %s', async (search, ids) => {
    expect(idsOf(await list(`$search=${encodeURIComponent(search)}`))).toEqual(ids);
  });

  test.each([
    ['createdOn', ['1', '2', '3', '6']],
    ['direction desc, createdOn', ['2', '1', '3', '6']],
    ['completed,createdOn desc', ['3', '6', '2', '1']],
  ])('is ordered: %s', async (orderby, ids) => {
    expect(idsOf(await list(`$orderby=${encodeURIComponent(orderby)}`))).toEqual(ids);
  });

  test.each(['$filter=color eq 1', '$orderby=fromName', '$expand=x', '$skiptoken=bzE', '$skiptoken=WzFd', '$top=-1'])(
    '%s is refused in words',
    async (query) => {
      expectError(await list(query), 'invalid_filter', query.split('=')[0]);
    },
  );

  test('of one call is found by either form of its id', async () => {
    for (const id of ['3', encodeURIComponent('endpoints/2880/calls/3')]) {
      const answer = await ada.get(`/calls/${id}/records`);
      expect(answer.status).toBe(200);
      expect(idsOf(answer)).toEqual(['3']);
    }
    for (const id of ['4', '5', '99'])
      expectError(await ada.get(`/calls/${id}/records`), 'unknown_call_record', 'callId');
  });

  test('has its older shape at GET /calls', async () => {
    const { status, body } = await ada.get("/calls?$filter=direction eq 'outbound'");
    expect(status).toBe(200);
    expect(body._embedded.items).toEqual([
      expect.objectContaining({
        callId: '2',
        userId: userIds.ada,
        connectedParty: expect.objectContaining({ name: 'Émile' }),
      }),
    ]);
  });
});
