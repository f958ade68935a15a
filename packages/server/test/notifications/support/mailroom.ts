import { afterEach, beforeEach } from 'vitest';
import type { DeliveryRow, Storage } from '../../../src/storage/index.ts';
import { eachPlace, openAt, type Place } from '../../support/storage.ts';
import { Receiver } from './receiver.ts';
import { until } from './until.ts';
import { World } from './world.ts';

/** Subscriptions on one side, a receiver on the other, and what is on its way between them. New for each test. */
export class Mailroom {
  storage!: Storage;
  world!: World;
  receiver!: Receiver;
  #place!: Place;

  async open(place: Place): Promise<void> {
    this.#place = place;
    this.storage = await openAt(place);
    this.world = await World.start(this.storage);
    this.receiver = await Receiver.start();
  }

  /** Begins again, with other settings or on a storage that the test holds in its hand. */
  async restart(settings: Parameters<typeof World.start>[1] = {}, storage = this.storage): Promise<void> {
    await this.world.close();
    this.world = await World.start(storage, settings);
  }

  /** As restart, with the database closed and opened in between. */
  async reopen(between: () => void): Promise<void> {
    await this.world.close();
    await this.storage.close();
    between();
    this.storage = await openAt(this.#place);
    this.world = await World.start(this.storage);
  }

  pending(): Promise<(Omit<DeliveryRow, 'deliveryId'> & { deliveryId: number })[]> {
    return this.storage.read.selectFrom('deliveries').selectAll().orderBy('deliveryId').execute();
  }

  async nothingPending(): Promise<void> {
    await until(async () => (await this.pending()).length === 0, 'empty deliveries');
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.receiver.close();
  }
}

/** Runs a suite on SQLite and on PostgreSQL. */
export function eachMailroom(name: string, suite: (room: Mailroom) => void): void {
  eachPlace(name, (makePlace) => {
    const room = new Mailroom();
    beforeEach(async () => room.open(await makePlace()));
    // Before the database closes: hooks of this kind run in reverse order, clean-ups of beforeEach after all of them.
    afterEach(() => room.close());
    suite(room);
  });
}
