import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { ConnectionHall } from './connection-hall.ts';
import type { FlowRights } from './flow.ts';
import { BODY_LIMIT, HEAD_LIMIT } from './stream-framer.ts';
import { WebSocketConnection } from './web-socket-connection.ts';

const SUBPROTOCOL = 'sip';
/** A peer that does not agree to a close within two seconds is cut off. */
const settings = { maxPayload: HEAD_LIMIT + BODY_LIMIT, perMessageDeflate: false, closeTimeout: 2_000 };

/** An HTTP request for an upgrade to WebSocket, as Node's HTTP server gives it. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
}

/** The WebSockets of one endpoint (RFC 7118). It does not listen: an HTTP server hands the upgrades to it. */
export class WebSocketTransport {
  readonly #hall: ConnectionHall;
  readonly #server = new WebSocketServer({ ...settings, noServer: true, handleProtocols: () => SUBPROTOCOL });
  readonly #flows = new Set<WebSocketConnection>();

  constructor(hall: ConnectionHall) {
    this.#hall = hall;
  }

  /** Undefined: it was refused, and answered. `secure`: TLS ends here or at a proxy before us. */
  accept({ request, socket, head }: Upgrade, o: { secure: boolean } & FlowRights): WebSocketConnection | undefined {
    socket.on('error', () => undefined);
    if (!speaksSip(request)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Protocol: sip\r\nConnection: close\r\n\r\n');
      return undefined;
    }
    if (!this.#hall.places.take(socket, socket.remoteAddress ?? '')) return undefined;
    let flow: WebSocketConnection | undefined;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      flow = this.#keep(webSocket, socket, o, true);
    });
    return flow;
  }

  /** @throws when it is refused or not reached */
  async connect(url: string, headers: Readonly<Record<string, string>>): Promise<WebSocketConnection> {
    const webSocket = new WebSocket(url, SUBPROTOCOL, { ...settings, headers });
    let socket: Socket | undefined;
    webSocket.once('upgrade', (response) => {
      socket = response.socket;
    });
    await once(webSocket, 'open');
    const secure = url.startsWith('wss:');
    return this.#keep(webSocket, socket as Socket, { secure }, false);
  }

  /** Connections, in and out, of this kind. */
  connections(kind: 'ws' | 'wss'): number {
    return [...this.#flows].filter(({ transport }) => transport === kind).length;
  }

  /** The open connection that this address has to us; there is no way to open one. */
  flowTo(host: string, port: number): WebSocketConnection | undefined {
    for (const flow of this.#flows) {
      if (flow.open && flow.remoteAddress === host && flow.remotePort === port) return flow;
    }
    return undefined;
  }

  async close(): Promise<void> {
    const gone = [...this.#flows].map((flow) => flow.leave());
    await Promise.all(gone);
    this.#server.close();
  }

  #keep(
    webSocket: WebSocket,
    socket: Socket,
    o: { secure: boolean } & FlowRights,
    accepted: boolean,
  ): WebSocketConnection {
    const flow = new WebSocketConnection(webSocket, { ...o, socket, hall: this.#hall, accepted });
    this.#flows.add(flow);
    webSocket.on('close', () => this.#flows.delete(flow));
    return flow;
  }
}

function speaksSip(request: IncomingMessage): boolean {
  const offered = request.headers['sec-websocket-protocol']?.split(',') ?? [];
  return offered.some((one) => one.trim().toLowerCase() === SUBPROTOCOL);
}
