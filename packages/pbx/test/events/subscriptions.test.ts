import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { Office, type OfficeOptions } from '../support/office.ts';
import { Subscriber } from './subscriber.ts';

// How subscriptions begin, live and end (RFC 6665).
let office: Office;
let watcher: Subscriber;

async function open(o: OfficeOptions = {}): Promise<void> {
  office = await Office.open(o);
  office.addExtension('2881');
  watcher = await Subscriber.open(office, '2880');
}

beforeEach(async () => {
  await open();
});

afterEach(async () => {
  await office.close();
});

const none = () => eventually(() => office.pbx.stats().subscriptions === 0, 'no subscription left');
const state = async () => (await watcher.told()).headers.get('subscription-state');

test('only phones that prove who they are may subscribe', async () => {
  const answer = await watcher.phone.asks('SUBSCRIBE', { to: '2881', headers: ['Event: dialog'] });
  expect([answer.status, answer.headers.has('www-authenticate')]).toEqual([401, true]);
  expect(office.pbx.stats().subscriptions).toBe(0);
});

test.each([
  ['fancy', '2881', [], 489],
  ['', '2881', [], 489],
  ['dialog', '2899', [], 404],
  ['dialog', '2881', ['Accept: text/plain'], 406],
  ['dialog', '2881', ['Expires: 10'], 423],
] as const)('%s of %s with %j is %i', async (event, to, headers, status) => {
  const answer = await watcher.subscribes(event, to, ...headers);
  expect(answer.status).toBe(status);
  if (status === 489) expect(answer.headers.get('allow-events')).toBe('dialog, message-summary, presence');
  expect(await watcher.phone.heard()).toEqual([]);
});

test('a life is granted up to an hour, and told', async () => {
  const long = await watcher.subscribes('dialog', '2881', 'Expires: 100000');
  expect([long.headers.get('expires'), await state()]).toEqual(['3600', 'active;expires=3600']);
});

test('a look without a life is answered once: 200 and the last NOTIFY', async () => {
  expect((await watcher.subscribes('dialog', '2881', 'Expires: 0')).status).toBe(200);
  expect(await state()).toBe('terminated;reason=timeout');
  await none();
});

test('it is refreshed and ended inside its dialog', async () => {
  const first = await watcher.subscribes('dialog;id=7', '2881', 'Expires: 600');
  const dialog = {
    to: '2881',
    from: '2880',
    callId: first.head.callId,
    toTag: first.head.to.params.get('tag') ?? '',
    headers: ['Event: dialog;id=7', `Contact: ${watcher.phone.contact}`],
  };
  expect((await watcher.told()).headers.get('event')).toBe('dialog;id=7');
  const again = (cseq: number, expires: number) =>
    watcher.phone.asksAuthorized('SUBSCRIBE', {
      ...dialog,
      cseq,
      headers: [...dialog.headers, `Expires: ${expires}`],
    });
  expect((await again(20, 900)).headers.get('expires')).toBe('900');
  expect(await state()).toBe('active;expires=900');
  expect((await again(30, 0)).status).toBe(200);
  expect(await state()).toBe('terminated;reason=timeout');
  await none();
  expect((await watcher.phone.asks('SUBSCRIBE', { ...dialog, cseq: 40 })).status).toBe(481);
});

test('a subscriber that takes no NOTIFY is forgotten', async () => {
  await watcher.subscribes('dialog', '2881');
  await watcher.told(481);
  await none();
});

test('an endpoint that is removed ends what watches it', async () => {
  await watcher.subscribes('dialog', '2881');
  await watcher.told();
  office.pbx.directory.remove('2881');
  expect(await state()).toBe('terminated;reason=noresource');
  await none();
});

test('a burst of changes is one NOTIFY', async () => {
  await watcher.subscribes('message-summary', '2880');
  const first = await watcher.phone.peer.nextRequest();
  for (let count = 1; count <= 50; count += 1) office.pbx.setMessageCount('2880', { new: count, old: 0 });
  watcher.phone.reply(first, 200);
  expect((await watcher.told()).body.toString()).toContain('50/0');
  await office.settled();
  expect(await watcher.phone.heard()).toEqual([]);
});

test('tables are bounded', async () => {
  await office.close();
  await open({ limits: { subscriptionsPerEndpoint: 1 } });
  expect((await watcher.subscribes('dialog', '2881')).status).toBe(200);
  await watcher.told();
  expect((await watcher.subscribes('presence', '2881')).status).toBe(503);
});

test('one that is not refreshed ends by itself', async () => {
  await office.close();
  await open({ clock: hurriedClock(600) });
  await watcher.subscribes('dialog', '2881', 'Expires: 60');
  // In such a hurry NOTIFYs come again before their answer.
  let last: string | undefined;
  while (last?.startsWith('terminated') !== true) last = await state();
  expect(last).toBe('terminated;reason=timeout');
  await none();
});
