import { type CreateSubscriptionBody, topics } from '@cordboard/contract';
import type { NotificationSettings, Notifications } from '../../../src/notifications/index.ts';
import type { NewPublication, Publications } from '../../../src/publications/index.ts';
import type { Storage } from '../../../src/storage/index.ts';
import { createEngine } from './engine.ts';
import { TestClock } from './test-clock.ts';

export const admin = { accountId: 'a-1', principalId: 'u-admin', role: 'ACCOUNT_ADMIN' } as const;
export const ada = { accountId: 'a-1', principalId: 'u-ada', role: 'USER' } as const;
export const ben = { accountId: 'a-1', principalId: 'u-ben', role: 'USER' } as const;
export const stranger = { accountId: 'a-2', principalId: 'u-else', role: 'ACCOUNT_ADMIN' } as const;

/** Publications and notifications over one storage, on a clock that the test turns. */
export class World {
  readonly clock: TestClock;
  readonly storage: Storage;
  readonly publications: Publications;
  readonly notifications: Notifications;
  #closing: Promise<void> | undefined;

  private constructor(storage: Storage, clock: TestClock, settings: Partial<NotificationSettings>) {
    this.clock = clock;
    this.storage = storage;
    const { publications, notifications } = createEngine(storage, { clock, random: () => 0.5, ...settings });
    this.publications = publications;
    this.notifications = notifications;
  }

  static async start(
    storage: Storage,
    { clock = new TestClock(), ...settings }: Partial<NotificationSettings> & { clock?: TestClock } = {},
  ): Promise<World> {
    const world = new World(storage, clock, settings);
    await world.notifications.start();
    return world;
  }

  subscribe(deviceId: string, fields: Partial<CreateSubscriptionBody> = {}) {
    return this.notifications.service.create(admin, subscriptionTo(deviceId, fields));
  }

  publish(...publications: Partial<NewPublication>[]) {
    return this.storage.transaction(async (tx) => {
      const made = [];
      for (const publication of publications) {
        made.push(await this.publications.publish(tx, { ...callPublication(0), ...publication }));
      }
      return made;
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.publications.close();
    await this.notifications.close();
  }
}

export function subscriptionTo(deviceId: string, fields: Partial<CreateSubscriptionBody> = {}): CreateSubscriptionBody {
  return {
    applicationId: '5bcb9d4a-6c1b-4f0e-9a59-2f2c0f1d6a10',
    deviceId,
    transport: 'webhook',
    topic: topics.media,
    subjectFilter: '/2017-09-01/endpoints/',
    ...fields,
  };
}

/** A change of a call, with a number to know it by. */
export function callPublication(n: number, callId = '23', endpointId = '2880'): NewPublication {
  return {
    accountId: 'a-1',
    topic: topics.media,
    method: 'PUT',
    subject: `/2017-09-01/endpoints/${endpointId}/calls/${callId}`,
    content: { n, state: 'ringing', callId: `endpoints/${endpointId}/calls/${callId}`, principalId: 'u-ada' },
    publisher: { accountId: 'a-1', principalId: 'u-ada' },
  };
}
