import { topics } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { retryEvery } from '../support/engine.ts';
import { eachMailroom, type Mailroom } from '../support/mailroom.ts';
import { Receiver } from '../support/receiver.ts';
import { settle, until } from '../support/until.ts';
import { admin, callPublication, subscriptionTo } from '../support/world.ts';

const HOUR = 3_600_000;
const settings = { retryMs: retryEvery(HOUR), subscriptionLifetimeMs: 1e12, maxAgeMs: {} };

/** The owner of the subscriptions, as mails need one. */
async function settleOwner({ storage }: Mailroom): Promise<void> {
  const by = { createdOn: 0, createdBy: 'x', modifiedOn: 0, modifiedBy: 'x' };
  const { accountId, principalId: userId, role } = admin;
  const account = { accountId, accountNumber: '123456789', name: 'Acme', domain: 'acme.example', languageCode: 'de' };
  const user = { userId, accountId, role, name: 'Ada', email: 'Ada@acme.example', emailKey: 'ada@acme.example' };
  const verified = { emailVerified: 1, extensionVerified: 0, mobileVerified: 0, phoneVerified: 0, userVerified: 1 };
  await storage.transaction(async ({ db }) => {
    await db
      .insertInto('accounts')
      .values({ ...account, ...by, active: 1, source: 'test' })
      .execute();
    await db
      .insertInto('users')
      .values({ ...user, ...verified, ...by, source: 'test' })
      .execute();
  });
}

eachMailroom('a receiver that fails', (room) => {
  const status = async (id: string) => (await room.world.notifications.service.get(admin, id)).status;
  const mails = () => room.storage.read.selectFrom('mails').select(['toAddress', 'subject', 'text']).execute();

  /** No request is out that would time out with the clock, and one pauses. */
  const allPause = () => room.world.notifications.stats().inFlight === 0 && room.world.clock.awaits(HOUR);

  /** A subscription whose receiver has failed three times. */
  async function failing(): Promise<string> {
    const { subscriptionId } = await room.world.subscribe(`${room.receiver.url}?key=secret`);
    room.receiver.reply = () => ({ status: 500 });
    await room.world.publish(callPublication(1));
    for (let attempt = 1; attempt < 3; attempt += 1) {
      await until(allPause, `the pause after attempt ${attempt}`);
      room.world.clock.advance(HOUR);
    }
    await until(async () => (await status(subscriptionId)) === 'failing', 'failing');
    return subscriptionId;
  }

  test('is failing after three times, and active once it answers; both are published', async () => {
    await room.restart(settings);
    const watch = await Receiver.start();
    await room.world.notifications.service.create(
      admin,
      subscriptionTo(watch.url, { topic: topics.notifications, subjectFilter: '/subscriptions/' }),
    );
    const subscriptionId = await failing();
    await until(() => watch.received.length === 2 && allPause(), 'made, failing');
    room.receiver.reply = () => ({ status: 200 });
    room.world.clock.advance(HOUR);
    await until(async () => (await status(subscriptionId)) === 'active', 'active');
    await until(() => watch.received.length === 3, 'made, failing, active');
    expect(watch.received.map(({ body }) => [body.method, body.content.status])).toEqual([
      ['POST', 'active'],
      ['PUT', 'failing'],
      ['PUT', 'active'],
    ]);
    expect(watch.received[1]!.body.subject).toBe(`/2017-09-01/subscriptions/${subscriptionId}`);
    expect(JSON.stringify(watch.received)).not.toContain('whsec_');
    await watch.close();
  });

  test('its owner gets one mail after six hours, without what the URL may hide', async () => {
    await settleOwner(room);
    await room.restart(settings);
    await failing();
    expect(await mails()).toEqual([]);
    await until(async () => {
      room.world.clock.advance(HOUR / 6);
      return (await mails()).length > 0;
    }, 'a mail');
    for (let hour = 0; hour < 6; hour += 1) {
      room.world.clock.advance(HOUR);
      await settle();
    }
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      toAddress: 'Ada@acme.example',
      subject: 'Ihr Webhook-Empfänger antwortet nicht',
      text: expect.stringContaining(room.receiver.url),
    });
    expect(mail!.text).not.toContain('secret');
  });

  test('is known as failing after a restart, until it answers', async () => {
    await room.restart(settings);
    const subscriptionId = await failing();
    await room.restart({ ...settings, clock: room.world.clock });
    expect(await status(subscriptionId)).toBe('failing');
    await until(allPause, 'one more attempt');
    room.receiver.reply = () => ({ status: 200 });
    room.world.clock.advance(HOUR);
    await room.nothingPending();
    await until(async () => (await status(subscriptionId)) === 'active', 'active');
  });
});

eachMailroom('a subscription that expires', (room) => {
  test('is told of as its end', async () => {
    await room.restart({ subscriptionLifetimeMs: 600_000 });
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.world.clock.advance(590_000);
    await room.world.notifications.service.create(
      admin,
      subscriptionTo(room.receiver.url, {
        topic: topics.notifications,
        subjectFilter: '/subscriptions/',
        methodFilter: 'DELETE',
      }),
    );
    await until(async () => {
      room.world.clock.advance(5_000);
      return (await room.storage.read.selectFrom('subscriptions').selectAll().execute()).length === 1;
    }, 'one left');
    await until(() => room.receiver.received.length === 1, 'the end');
    const { body } = room.receiver.received[0]!;
    expect([body.subject, body.content.status]).toEqual([`/2017-09-01/subscriptions/${subscriptionId}`, 'expired']);
  });
});
