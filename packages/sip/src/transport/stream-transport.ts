import { once } from 'node:events';
import { createServer, connect as openTcp, type Server, type Socket } from 'node:net';
import type { ConnectionHall } from './connection-hall.ts';
import type { Flow, ListeningPoint } from './flow.ts';
import { StreamConnection } from './stream-connection.ts';
import { type Certificate, createTlsServer, openTls, type TlsServer, type TlsTrust } from './tls.ts';

const CONNECT_TIMEOUT_MS = 10_000;

export type StreamListener =
  | { readonly transport: 'tcp'; readonly host: string; readonly port: number }
  | { readonly transport: 'tls'; readonly host: string; readonly port: number; readonly certificate: Certificate };

/** One listening TCP or TLS socket and its connections, in and out (RFC 3261 section 18). */
export class StreamTransport {
  readonly point: ListeningPoint & { readonly transport: 'tcp' | 'tls' };
  readonly #hall: ConnectionHall;
  readonly #trust: TlsTrust;
  /** Undefined: it only opens connections. */
  readonly #server: Server | TlsServer | undefined;
  readonly #flows = new Set<StreamConnection>();
  /** Accepted sockets, those that have not finished their handshake included. */
  readonly #sockets = new Set<Socket>();
  #open = true;

  private constructor(
    server: Server | TlsServer | undefined,
    point: StreamTransport['point'],
    o: { hall: ConnectionHall; trust: TlsTrust },
  ) {
    this.#server = server;
    this.point = point;
    this.#hall = o.hall;
    this.#trust = o.trust;
  }

  /** @throws when the address cannot be bound, or the certificate not be used */
  static async listen(o: StreamListener, shared: { hall: ConnectionHall; trust: TlsTrust }): Promise<StreamTransport> {
    const { hall } = shared;
    const server = o.transport === 'tls' ? createTlsServer(o.certificate, hall.limits.handshakeMs) : createServer();
    const listening = once(server, 'listening');
    server.listen(o.port, o.host);
    await listening;
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : o.port;
    const transport = new StreamTransport(server, { transport: o.transport, host: o.host, port }, shared);
    server.on('connection', (socket: Socket) => transport.#admit(socket));
    if (o.transport === 'tls') server.on('secureConnection', (socket: Socket) => transport.#accept(socket));
    server.on('tlsClientError', (error: Error, socket: Socket) => {
      hall.log.debug({ err: error }, 'A TLS handshake failed');
      socket.destroy();
    });
    server.on('error', (error) => hall.log.warn({ err: error }, 'A listening socket had an error'));
    return transport;
  }

  /** Opens connections and takes none; `point` is what our Via and Contact say. */
  static outgoing(point: StreamTransport['point'], shared: { hall: ConnectionHall; trust: TlsTrust }): StreamTransport {
    return new StreamTransport(undefined, point, shared);
  }

  /** Connections, in and out; those that have not finished their handshake are not counted. */
  get connections(): number {
    return this.#flows.size;
  }

  /** The open connection to this address, or a new one. Messages wait until it is there. */
  flowTo(host: string, port: number): Flow {
    for (const flow of this.#flows) {
      if (flow.open && flow.remoteAddress === host && flow.remotePort === port) return flow;
    }
    const socket = this.point.transport === 'tls' ? openTls(host, port, this.#trust) : openTcp({ host, port });
    const flow = this.#keep(socket, host, port, false);
    const late = setTimeout(() => socket.destroy(new Error('The connection was not made in time')), CONNECT_TIMEOUT_MS);
    for (const event of [this.point.transport === 'tls' ? 'secureConnect' : 'connect', 'close']) {
      socket.once(event, () => clearTimeout(late));
    }
    this.#hall.places.take(socket, host);
    return flow;
  }

  /** Handshakes from now on use it. @throws when it cannot be used */
  renewCertificate({ certificate, key }: Certificate): void {
    if (this.#server !== undefined && 'setSecureContext' in this.#server)
      this.#server.setSecureContext({ cert: certificate, key });
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    for (const flow of this.#flows) flow.destroy();
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    if (server !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #admit(socket: Socket): void {
    socket.on('error', () => undefined);
    if (!this.#hall.places.take(socket, socket.remoteAddress ?? '')) return;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.point.transport === 'tcp') this.#accept(socket);
  }

  #accept(socket: Socket): void {
    this.#keep(socket, socket.remoteAddress ?? '', socket.remotePort ?? 0, true);
  }

  #keep(socket: Socket, remoteAddress: string, remotePort: number, accepted: boolean): StreamConnection {
    const { point } = this;
    const hall = this.#hall;
    const { transport } = point;
    const flow = new StreamConnection(socket, { transport, remoteAddress, remotePort, point, hall, accepted });
    this.#flows.add(flow);
    socket.on('close', () => this.#flows.delete(flow));
    return flow;
  }
}
