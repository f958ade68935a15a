import type { AddressInfo, Socket } from 'node:net';
import {
  type ClientOptions,
  CordboardClient,
  type NotificationStream,
  type StreamItem,
  systemClock,
  type Timer,
} from '@cordboard/sdk';
import { onTestFinished } from 'vitest';
import { accountIds, emailOf, PASSWORD, userIds } from '../../../server/test/support/cast.ts';
import { type Place, temporaryFolder } from '../../../server/test/support/storage.ts';
import { homeUsers, World } from '../../../server/test/support/world.ts';

/** Names of users. */
export const users = { topic: 'platform-api-admin', subjectFilter: '/users/' } as const;

/** Pauses are short; the patience with a silent connection ends when the test says so. */
export class ImpatientClock {
  readonly now = systemClock.now;
  readonly #patience = new Set<() => void>();

  after(ms: number, run: () => void): Timer {
    if (ms < 20_000) return systemClock.after(ms / 50, run);
    this.#patience.add(run);
    return { cancel: () => this.#patience.delete(run) };
  }

  losePatience(): void {
    for (const run of this.#patience) run();
  }
}

/** A real server that can be stopped, and started again on the same port. */
export class Server {
  readonly #place: Place;
  readonly #sockets = new Set<Socket>();
  #world: World;
  #port = 0;

  private constructor(place: Place, world: World) {
    this.#place = place;
    this.#world = world;
  }

  static async start(): Promise<Server> {
    const place = await temporaryFolder();
    const server = new Server(place, await World.start(place));
    onTestFinished(() => server.stop());
    await server.#listen();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async stop(): Promise<void> {
    await this.#world.close();
  }

  async restart(): Promise<void> {
    this.#world = await World.start(this.#place);
    await this.#listen();
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Publishes by renaming somebody. */
  async rename(...names: string[]): Promise<void> {
    const admin = await this.#world.as('admin');
    for (const name of names) {
      const { status } = await admin.put(`${homeUsers}/${userIds.ada}`, { name });
      if (status !== 200) throw new Error(`PUT gave ${status}`);
    }
  }

  /** Publishes many at once, without any change; what comes after them wakes those who hear them. */
  async announce(...names: string[]): Promise<void> {
    const accountId = accountIds.home;
    const rows = names.map((name) => ({
      publicationId: crypto.randomUUID(),
      ...{ accountId, topic: users.topic, method: 'PUT', subject: `/2017-09-01/users/${userIds.ada}` },
      content: JSON.stringify({ name }),
      ...{ publisherAccountId: accountId, publisherPrincipalId: userIds.admin, createdOn: Date.now() },
    }));
    await this.#world.storage.transaction((tx) => tx.db.insertInto('publications').values(rows).execute());
  }

  async endSession(client: CordboardClient): Promise<void> {
    const { userId } = await client.whoAmI();
    await this.#world.storage.transaction((tx) =>
      tx.db
        .updateTable('sessions')
        .set({ endedOn: Date.now(), endCause: 'signOut' })
        .where('userId', '=', userId)
        .execute(),
    );
    this.#world.context.authentication.forgetUser(userId);
  }

  async #listen(): Promise<void> {
    const { app } = this.#world.context;
    app.server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await app.listen({ host: '127.0.0.1', port: this.#port });
    this.#port = (app.server.address() as AddressInfo).port;
  }
}

export async function signedIn(server: Server, options: Partial<ClientOptions> = {}): Promise<CordboardClient> {
  const client = new CordboardClient({ url: server.url, clock: new ImpatientClock(), retries: 0, ...options });
  await client.signIn({ username: emailOf('admin'), password: PASSWORD });
  return client;
}

/** The names in so many events. */
export async function names(stream: NotificationStream, count: number): Promise<unknown[]> {
  const found = [];
  while (found.length < count) found.push(nameOf((await stream.next()).value));
  return found;
}

function nameOf(item: StreamItem | undefined): unknown {
  return item?.type === 'event' ? (item.publication.content as { name?: string }).name : item?.type;
}

/** Resolves when the stream has begun. */
export async function begun(stream: NotificationStream): Promise<void> {
  while (stream.number === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
}
