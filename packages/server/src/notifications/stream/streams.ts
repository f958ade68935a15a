import { WebSocketServer } from 'ws';
import type { Clock, Timer } from '../../clock.ts';
import { ApiError, type Caller, tokenOfUpgrade, type Upgrade } from '../../http/index.ts';
import type { Ids } from '../../ids.ts';
import type { Log } from '../../log.ts';
import type { Storage } from '../../storage/index.ts';
import type { Notifications } from '../notifications.ts';
import { StreamConnection } from './connection.ts';
import { Past } from './past.ts';
import { defaultStreamSettings, type StreamSettings } from './settings.ts';

/** A peer that does not agree to a close within two seconds is cut off. */
const socketSettings = { perMessageDeflate: false, closeTimeout: 2_000 };

interface StreamsOptions {
  readonly storage: Storage;
  readonly notifications: Pick<Notifications, 'live' | 'position'>;
  readonly authenticate: (token: string) => Caller | undefined | Promise<Caller | undefined>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly settings?: Partial<StreamSettings>;
}

/** Those who hear publications as JSON by WebSocket, on the port of the API. */
export class Streams {
  readonly #o: StreamsOptions;
  readonly #settings: StreamSettings;
  readonly #server: WebSocketServer;
  readonly #past: Past;
  readonly #connections = new Set<StreamConnection>();
  #timers: Timer[] = [];
  #closed = false;

  constructor(o: StreamsOptions) {
    this.#o = o;
    this.#settings = { ...defaultStreamSettings, ...o.settings };
    this.#past = new Past({ ...o, settings: this.#settings });
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: this.#settings.maxFrame,
      ...socketSettings,
    });
  }

  get size(): number {
    return this.#connections.size;
  }

  start(): void {
    this.#beat();
    this.#watch();
  }

  /** Takes the request of a client. @throws ApiError when it is not let in */
  async receive(upgrade: Upgrade): Promise<void> {
    const token = tokenOfUpgrade(upgrade);
    const caller = token === undefined ? undefined : await this.#o.authenticate(token);
    if (token === undefined || caller === undefined) throw new ApiError('unauthorized');
    if (caller.scope === 'call') throw new ApiError('forbidden', 'This token is for joining one conference.');
    if (this.#closed) {
      upgrade.socket.destroy();
      return;
    }
    this.#checkPlaces(caller);
    const { request, socket, head } = upgrade;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const callerNow = () => this.#o.authenticate(token);
      const { live } = this.#o.notifications;
      const parts = { ...this.#o, live, past: this.#past, settings: this.#settings };
      const connection = new StreamConnection({ ...parts, webSocket, socket, caller, callerNow });
      this.#connections.add(connection);
      webSocket.on('close', () => this.#connections.delete(connection));
    });
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
    for (const connection of this.#connections) connection.close('goingAway');
  }

  #checkPlaces({ principalId }: Caller): void {
    let open = 0;
    for (const connection of this.#connections) if (connection.principalId === principalId) open += 1;
    if (open < this.#settings.maxPerUser) return;
    throw new ApiError('too_many_requests', `You have ${open} streams open; close one first.`);
  }

  #beat(): void {
    this.#every(this.#settings.heartbeatMs, 0, async () => {
      const matched = this.#o.notifications.position();
      for (const connection of this.#connections) connection.beat(matched);
    });
  }

  #watch(): void {
    this.#every(this.#settings.lookMs, 1, async () => {
      for (const connection of this.#connections) await connection.check();
    });
  }

  #every(ms: number, place: number, run: () => Promise<void>): void {
    this.#timers[place] = this.#o.clock.after(ms, () => {
      run()
        // A database that is away for a moment ends nobody's stream.
        .catch((error: unknown) => this.#o.log.warn({ err: error }, 'The tokens of streams could not be checked'))
        .finally(() => {
          if (!this.#closed) this.#every(ms, place, run);
        });
    });
  }
}
