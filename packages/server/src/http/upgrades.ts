import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../log.ts';
import { accessToken } from './access-token.ts';
import { ApiError } from './api-error.ts';
import { errorBody } from './error-body.ts';

/** A request for a WebSocket, with all that takes it over. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
}

/** Takes the upgrade over, or throws the ApiError that refuses it. */
export type TakeUpgrade = (upgrade: Upgrade) => Promise<void>;

/**
 * WebSockets on the port of the API, by path. Upgrades to anything else, such as HTTP/2, stay the plain requests that
 * they are too (RFC 9110 section 7.8).
 */
export class Upgrades {
  readonly #takers = new Map<string, TakeUpgrade>();
  readonly #log: Log;

  constructor(server: Server & { shouldUpgradeCallback?: (request: IncomingMessage) => boolean }, log: Log) {
    this.#log = log;
    server.shouldUpgradeCallback = (request) =>
      request.headers.upgrade?.toLowerCase() === 'websocket' && this.#takers.has(urlOf(request).pathname);
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      socket.on('error', () => undefined);
      void this.#receive({ request, socket, head });
    });
  }

  at(path: string, take: TakeUpgrade): void {
    this.#takers.set(path, take);
  }

  async #receive(upgrade: Upgrade): Promise<void> {
    try {
      await this.#takers.get(urlOf(upgrade.request).pathname)?.(upgrade);
    } catch (error) {
      if (!(error instanceof ApiError)) this.#log.error({ err: error }, 'A WebSocket could not be opened');
      refuse(upgrade.socket, error instanceof ApiError ? error : new ApiError('internal_error'));
    }
  }
}

/**
 * Browsers cannot set headers of such a request, so the query may carry the token (RFC 6750 section 2.3). Undefined: none
 * was meant to be shown; empty: what was shown is none.
 */
export function tokenOfUpgrade({ request }: Upgrade): string | undefined {
  const { authorization } = request.headers;
  const query = urlOf(request).searchParams;
  const shown = accessToken(authorization) ?? query.get('access_token') ?? query.get('token');
  return shown ?? (authorization === undefined ? undefined : '');
}

function urlOf({ url = '/' }: IncomingMessage): URL {
  return new URL(URL.canParse(url, 'http://localhost') ? url : '/', 'http://localhost');
}

/** The answer to an upgrade that is not made, as the API would give it. */
function refuse(socket: Socket, error: ApiError): void {
  const body = JSON.stringify(errorBody(error));
  const lines = [
    `HTTP/1.1 ${error.status} ${error.code}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(error.status === 401 ? ['WWW-Authenticate: Bearer'] : []),
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
