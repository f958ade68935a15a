import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type StreamFrame, topics } from '@cordboard/contract';
import { WebSocket } from 'ws';
import { type Caller, Upgrades } from '../../../src/http/index.ts';
import { createIds } from '../../../src/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { Streams } from '../../../src/notifications/index.ts';
import type { StreamSettings } from '../../../src/notifications/stream/settings.ts';
import type { Storage } from '../../../src/storage/index.ts';
import { until } from '../support/until.ts';
import { ada, admin, ben, stranger, World } from '../support/world.ts';

export const people = { admin, ada, ben, stranger };
export const calls = { topic: topics.media, subjectFilter: '/calls/' };

type Frame = StreamFrame & { type: 'event' };

/** A client of the stream, frame by frame. */
export class StreamClient {
  readonly frames: StreamFrame[] = [];
  readonly webSocket: WebSocket;
  code: number | undefined;

  constructor(url: string) {
    this.webSocket = new WebSocket(url);
    this.webSocket.on('message', (data) => this.frames.push(JSON.parse(String(data))));
    this.webSocket.on('close', (code) => {
      this.code = code;
    });
    this.webSocket.on('error', () => undefined);
  }

  send(frame: unknown): void {
    this.webSocket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Listens to calls, and gives the answer. */
  async listen(fields: object = {}): Promise<StreamFrame> {
    const before = this.frames.length;
    this.send({ type: 'listen', id: 'calls', ...calls, ...fields });
    const answer = () => this.frames.slice(before).find(({ type }) => ['listening', 'reload', 'error'].includes(type));
    await until(() => answer() !== undefined || this.code !== undefined, 'an answer to listen');
    return answer()!;
  }

  /** The numbers that the publications of the test bear. */
  heard(id = 'calls'): unknown[] {
    return this.#events.filter((event) => event.id === id).map(({ publication }) => publication.content['n' as never]);
  }

  async hears(count: number, id = 'calls'): Promise<unknown[]> {
    await until(() => this.heard(id).length >= count, `${count} events heard`);
    return this.heard(id);
  }

  get last(): number {
    return this.#events.at(-1)!.number;
  }

  async closed(): Promise<number> {
    await until(() => this.code !== undefined, 'the connection closed');
    return this.code!;
  }

  get #events(): Frame[] {
    return this.frames.filter((frame) => frame.type === 'event');
  }
}

/** Streams over the notifications of a World; the name of a person is their token. */
export class StreamWorld {
  readonly world: World;
  readonly streams: Streams;
  /** By token. */
  readonly callers = new Map<string, Caller>();
  readonly #server: Server;

  private constructor(world: World, server: Server, settings: Partial<StreamSettings>) {
    this.world = world;
    this.#server = server;
    for (const [name, person] of Object.entries(people)) this.admit(name, person);
    const { storage, notifications, clock } = world;
    const authenticate = (token: string) => this.callers.get(token);
    const base = { storage, notifications, clock, ids: createIds(clock), log: silentLog };
    this.streams = new Streams({ ...base, authenticate, settings });
    new Upgrades(server, silentLog).at('/stream', (upgrade) => this.streams.receive(upgrade));
    this.streams.start();
  }

  static async start(storage: Storage, settings: Partial<StreamSettings> = {}): Promise<StreamWorld> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StreamWorld(await World.start(storage), server, settings);
  }

  admit(token: string, person: Pick<Caller, 'accountId' | 'principalId' | 'role'>, fields: Partial<Caller> = {}): void {
    const rest = { extension: undefined, sessionId: 's', tokenIssuedAt: 0, tokenExpiresAt: 0 };
    this.callers.set(token, { ...person, ...rest, ...fields });
  }

  async open(token = 'admin'): Promise<StreamClient> {
    const { port } = this.#server.address() as AddressInfo;
    const client = new StreamClient(`ws://127.0.0.1:${port}/stream?access_token=${token}`);
    await once(client.webSocket, 'open');
    return client;
  }

  /** @returns the status of the answer that refuses it */
  async refused(token: string): Promise<number> {
    const { port } = this.#server.address() as AddressInfo;
    const client = new StreamClient(`ws://127.0.0.1:${port}/stream?access_token=${token}`);
    const [, response] = await once(client.webSocket, 'unexpected-response');
    response.resume();
    return response.statusCode;
  }

  async close(): Promise<void> {
    this.streams.close();
    await this.world.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
