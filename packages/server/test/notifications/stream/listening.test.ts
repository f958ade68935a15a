import { afterEach, beforeEach, expect, test } from 'vitest';
import { Listening } from '../../../src/notifications/stream/listening.ts';
import { Past } from '../../../src/notifications/stream/past.ts';
import { defaultStreamSettings as settings } from '../../../src/notifications/stream/settings.ts';
import { readPublicationsAfter } from '../../../src/publications/index.ts';
import { cleanUpAfterEach, openAt, temporaryFolder } from '../../support/storage.ts';
import { until } from '../support/until.ts';
import { admin, callPublication, World } from '../support/world.ts';
import { calls } from './support.ts';

/** Lets things happen between what it has read and what becomes of it. */
class EventfulPast extends Past {
  meanwhile: () => Promise<void> = async () => {};

  override async read(...args: Parameters<Past['read']>): ReturnType<Past['read']> {
    const read = await super.read(...args);
    const { meanwhile } = this;
    this.meanwhile = async () => {};
    await meanwhile();
    return read;
  }
}

cleanUpAfterEach();
let world: World;
let past: EventfulPast;
const told: { type: string; number: number }[] = [];
beforeEach(async () => {
  world = await World.start(await openAt(await temporaryFolder()));
  past = new EventfulPast({ ...world, settings });
  told.length = 0;
});
afterEach(() => world.close());

function listening(): Listening {
  const subscription = { ...calls, ...admin, subscriptionId: 's', expiresOn: Infinity, startSequence: 0 };
  const outlet = { send: (text: string) => void told.push(JSON.parse(text)), drained: () => undefined };
  const { live } = world.notifications;
  return new Listening({ id: 'calls', subscription, outlet, live, past, clock: world.clock, onEnd: () => {} });
}

/** Resolves when the live ones have got them. */
async function publish(...numbers: number[]): Promise<void> {
  const made = await world.publish(...numbers.map((n) => callPublication(n)));
  await until(() => world.notifications.position() === made.at(-1)!.sequence, 'all matched');
}

const heard = () => told.filter(({ type }) => type === 'event').map(({ number }) => number);

test('what happens while the outbox is read is not missed', async () => {
  await publish(1, 2);
  past.meanwhile = () => publish(3, 4);
  await listening().begin(0);
  await publish(5);
  expect(heard()).toEqual([1, 2, 3, 4, 5]);
});

test('what the outbox has told is not told again when the engine comes to it', async () => {
  await publish(1, 2);
  const late = listening();
  await late.begin(0);
  for (const publication of await readPublicationsAfter(world.storage, 0, 10)) late.receive(publication);
  await publish(3);
  expect(heard()).toEqual([1, 2, 3]);
});

test('who stops while the outbox is read hears nothing more', async () => {
  await publish(1, 2);
  const leaving = listening();
  past.meanwhile = async () => leaving.close();
  await leaving.begin(0);
  await publish(3);
  expect(heard()).toEqual([]);
  expect(world.notifications.stats().listeners).toBe(0);
});
