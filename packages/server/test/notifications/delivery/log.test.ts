import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import type { ODataQuery } from '../../../src/http/index.ts';
import { eachMailroom } from '../support/mailroom.ts';
import { until } from '../support/until.ts';
import { ada, admin, ben, callPublication } from '../support/world.ts';

const page = { filter: undefined, search: undefined, orders: [], top: 100, skip: 0 } as unknown as ODataQuery;

eachMailroom('the log of deliveries', (room) => {
  const log = () => room.world.notifications.log;
  const idle = () => until(() => room.world.notifications.stats().inFlight === 0, 'no request out');

  test('shows each attempt, newest first, with what went out and what came back', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500, headers: { 'x-why': 'no disk' }, body: 'no \0 room' });
    await room.world.publish(callPublication(1));
    await until(() => room.world.clock.awaits(5_000), 'the pause');
    room.receiver.reply = () => ({ status: 200, body: 'thanks' });
    room.world.clock.advance(5_000);
    await room.nothingPending();
    const { items } = await log().list(admin, subscriptionId, page);
    expect(items.map(({ attempt, outcome, status, cause }) => [attempt, outcome, status, cause])).toEqual([
      [2, 'delivered', 200, 'schedule'],
      [1, 'failed', 500, 'schedule'],
    ]);
    const detail = await log().get(admin, subscriptionId, items[1]!.attemptId);
    const [sent] = room.receiver.received;
    expect(detail.request).toMatchObject({ method: 'POST', url: room.receiver.url, body: sent!.text });
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-mitel-signature']) {
      expect(detail.request.headers[name]).toBe(sent!.headers[name]);
    }
    expect(detail.response).toMatchObject({ status: 500, body: 'no  room', truncated: false });
    expect(detail.response!.headers['x-why']).toBe('no disk');
  });

  test('shows the start of a long answer, and an answer that never came', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 200, body: 'x'.repeat(100_000) });
    await room.world.publish(callPublication(1));
    await until(() => room.receiver.received.length === 1);
    await room.nothingPending();
    await idle();
    room.receiver.reply = () => new Promise(() => {});
    await room.world.publish(callPublication(2));
    await until(() => room.receiver.received.length === 2);
    room.world.clock.advance(15_000);
    await until(async () => (await log().list(admin, subscriptionId, page)).items.length === 2, 'two attempts');
    const { items } = await log().list(admin, subscriptionId, page);
    const [silent, long] = await Promise.all(items.map(({ attemptId }) => log().get(admin, subscriptionId, attemptId)));
    expect(silent).toMatchObject({ outcome: 'failed', error: 'timeout' });
    expect(silent).not.toHaveProperty('response');
    expect(long!.response!.truncated).toBe(true);
    expect(long!.response!.body).toHaveLength(65_536);
  });

  test('a replay is sent at once, with the same body and id, beside what waits', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    await room.world.publish(callPublication(1), callPublication(2));
    await until(() => room.world.clock.awaits(5_000), 'the pause');
    const [first] = (await log().list(admin, subscriptionId, page)).items;
    room.receiver.reply = () => ({ status: 201, body: 'made' });
    const replayed = await log().replay(admin, subscriptionId, first!.attemptId);
    expect(replayed).toMatchObject({ attempt: 2, cause: 'replay', outcome: 'delivered', response: { body: 'made' } });
    expect(room.receiver.received[1]!.text).toBe(room.receiver.received[0]!.text);
    expect(room.receiver.received[1]!.headers['webhook-id']).toBe(room.receiver.received[0]!.headers['webhook-id']);
    expect((await room.pending()).length).toBe(2);
  });

  test('an example can be sent, signed, and is in the log', async () => {
    const { subscriptionId, secret = '' } = await room.world.subscribe(room.receiver.url);
    const tried = await log().test(admin, subscriptionId);
    expect(tried).toMatchObject({ cause: 'test', outcome: 'delivered', attempt: 1 });
    const [sent] = room.receiver.received;
    expect(sent!.headers['x-cordboard-test']).toBe('true');
    expect(sent!.body).toMatchObject({ topic: 'platform-api-media', subscription: { subscriptionId } });
    new Webhook(secret).verify(sent!.text, sent!.headers as Record<string, string>);
    expect((await log().get(admin, subscriptionId, tried.attemptId)).request.body).toBe(sent!.text);
  });

  test('is for those alone who may manage the subscription', async () => {
    const { subscriptionId } = await room.world.notifications.service.create(ada, {
      applicationId: 'test',
      deviceId: room.receiver.url,
      transport: 'webhook',
      topic: 'platform-api-media',
      subjectFilter: '/calls/',
    });
    const { attemptId } = await log().test(ada, subscriptionId);
    const unknown = { code: 'unknown_subscription' };
    await expect(log().list(ben, subscriptionId, page)).rejects.toMatchObject(unknown);
    await expect(log().get(ben, subscriptionId, attemptId)).rejects.toMatchObject(unknown);
    await expect(log().replay(ben, subscriptionId, attemptId)).rejects.toMatchObject(unknown);
    await expect(log().test(ben, subscriptionId)).rejects.toMatchObject(unknown);
    await expect(room.world.notifications.recoveries.begin(ben, subscriptionId, 0)).rejects.toMatchObject(unknown);
    expect(room.receiver.received).toHaveLength(1);
    const other = await room.world.subscribe(room.receiver.url);
    await expect(log().get(admin, other.subscriptionId, attemptId)).rejects.toMatchObject({ code: 'unknown_attempt' });
    await expect(log().get(admin, subscriptionId, 'x')).rejects.toMatchObject({ code: 'unknown_attempt' });
  });

  test('an attempt whose publication is not kept any more cannot be replayed, and says so', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    await room.world.publish(callPublication(1));
    await until(() => room.receiver.received.length === 1);
    await room.nothingPending();
    const [first] = (await log().list(admin, subscriptionId, page)).items;
    await room.storage.transaction((tx) => tx.db.deleteFrom('publications').execute());
    await expect(log().replay(admin, subscriptionId, first!.attemptId)).rejects.toMatchObject({
      code: 'publication_not_kept',
    });
    expect((await log().get(admin, subscriptionId, first!.attemptId)).request).not.toHaveProperty('body');
  });
});
