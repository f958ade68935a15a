import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { eachMailroom } from '../support/mailroom.ts';
import { settle, until } from '../support/until.ts';
import { ada, ben, callPublication, stranger, subscriptionTo } from '../support/world.ts';

eachMailroom('webhooks', (room) => {
  test('carry the body and the headers of the contract, and both signatures', async () => {
    const { subscriptionId, secret } = await room.world.subscribe(room.receiver.url);
    const [made] = await room.world.publish(callPublication(1));
    await until(() => room.receiver.received.length === 1);
    const { headers, text, body } = room.receiver.received[0]!;
    const { accountId: _, ...published } = callPublication(1);
    expect(body).toEqual({
      ...published,
      publicationId: made!.publicationId,
      subscription: { subscriptionId },
      notification: { createdOn: new Date(room.world.clock.now()).toISOString(), correlationId: expect.any(String) },
    });
    const applicationId = '5bcb9d4a-6c1b-4f0e-9a59-2f2c0f1d6a10';
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-mitel-application-id': applicationId,
      'x-mitel-signature': createHmac('sha256', applicationId).update(text).digest('hex'),
      'x-mitel-correlation-id': (body.notification as { correlationId: string }).correlationId,
      'webhook-id': `${made!.publicationId}_${subscriptionId}`,
    });
    expect(new Webhook(secret!).verify(text, headers as Record<string, string>)).toEqual(body);
    await room.nothingPending();
    const attempts = await room.storage.read.selectFrom('attempts').selectAll().execute();
    expect(attempts).toMatchObject([
      {
        subscriptionId,
        publicationId: made!.publicationId,
        attempt: 1,
        status: 200,
        error: null,
        requestUrl: room.receiver.url,
      },
    ]);
  });

  test('bring what was committed after the subscription and nothing from before', async () => {
    await room.world.publish(callPublication(1));
    const both = [
      room.world.publish(callPublication(2)),
      room.world.subscribe(room.receiver.url),
      room.world.publish(callPublication(3)),
    ];
    await Promise.all(both);
    await room.world.publish(callPublication(4));
    await until(() => room.receiver.received.length >= 2);
    await settle();
    expect(room.receiver.numbers).toEqual([3, 4]);
  });

  test('bring nothing of a transaction that failed', async () => {
    await room.world.subscribe(room.receiver.url);
    const failed = room.world.storage.transaction(async (tx) => {
      await room.world.publications.publish(tx, callPublication(1));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await room.world.publish(callPublication(2));
    await until(() => room.receiver.received.length === 1);
    expect(room.receiver.numbers).toEqual([2]);
    await room.nothingPending();
  });

  test('bring only what the filters and the role let through', async () => {
    const { service } = room.world.notifications;
    const to = (path: string, fields = {}) => subscriptionTo(`http://127.0.0.1:${room.receiver.port}/${path}`, fields);
    await service.create(ada, to('ada'));
    await service.create(ben, to('ben'));
    await service.create(stranger, to('stranger'));
    await service.create(ada, to('held', { publicationFilter: "$.publications[?(@.content.state == 'held')]" }));
    await service.create(ada, to('2881', { subjectFilter: '/2017-09-01/endpoints/2881/' }));
    await service.create(ada, to('post', { methodFilter: 'POST' }));
    await service.create(ada, to('exact', { methodFilter: 'PUT', subjectFilter: '^/endpoints/2880/calls/[^/]+$' }));
    await room.world.publish(callPublication(1));
    await until(() => room.receiver.received.length >= 2);
    await settle();
    expect(room.receiver.received.map(({ path }) => path).toSorted()).toEqual(['/ada', '/exact']);
  });
});
