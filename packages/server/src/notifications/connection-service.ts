import { BASE_PATH, type Connection, type CreateConnectionBody, STREAM_PATH } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import { ApiError, type Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';

/** Where MQTT clients connect, on the port of the API. Paho takes no URL without a path. */
export const MQTT_PATH = '/mqtt';

export interface ConnectionServiceOptions {
  readonly ids: Ids;
  readonly clock: Clock;
  /** How the outside reaches the API. */
  readonly publicUrl: string;
  readonly lifetimeMs: number;
  /** A token of the caller's session for hearing notifications, and for nothing else. */
  readonly tokenFor: (caller: Caller, lifetimeSeconds: number) => Promise<string>;
}

/** URLs that notifications come by; each carries its own credential (contract section 6, "WebSocket"). */
export class ConnectionService {
  readonly #o: ConnectionServiceOptions;

  constructor(o: ConnectionServiceOptions) {
    this.#o = o;
  }

  /** Nothing is stored: the token is what is known of a connection. @throws ApiError when there is no such transport */
  async create(caller: Caller, { transport }: CreateConnectionBody): Promise<Connection> {
    const { ids, clock, lifetimeMs, tokenFor } = this.#o;
    if (transport !== 'websocket') {
      const message = `transport: connections are made by websocket, not by ${transport.slice(0, 40)}`;
      throw new ApiError('transport_not_supported', message, { param: 'transport' });
    }
    const lifetimeSeconds = Math.floor(lifetimeMs / 1_000);
    // Tokens count in whole seconds.
    const expiresAt = (Math.floor(clock.now() / 1_000) + lifetimeSeconds) * 1_000;
    const token = await tokenFor(caller, lifetimeSeconds);
    const url = this.#urlOf(MQTT_PATH, token);
    return {
      connectionId: ids.guid(),
      transport,
      url,
      webSocketUrl: url,
      websocketUrl: url,
      streamUrl: this.#urlOf(STREAM_PATH, token),
      expiryDateTime: new Date(expiresAt).toISOString(),
      _links: { self: `${BASE_PATH}/connections` },
    };
  }

  #urlOf(path: string, token: string): string {
    const url = new URL(path, this.#o.publicUrl);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('token', token);
    return url.href;
  }
}
