import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Log } from '../log.ts';
import type { Flow, ListeningPoint, Receive } from './flow.ts';
import { StreamFramer } from './stream-framer.ts';

/** Bytes that may wait for a peer that does not read. */
const BACKLOG_LIMIT = 1_024 * 1_024;
const CONNECT_TIMEOUT_MS = 10_000;
/** A connection on which nothing moved for so long is closed; phones keep theirs alive far more often. */
const IDLE_TIMEOUT_MS = 30 * 60_000;

/** One listening TCP socket and its connections, in and out (RFC 3261 section 18). */
export class TcpTransport {
  readonly point: ListeningPoint;
  readonly #server: Server;
  readonly #receive: Receive;
  readonly #log: Log;
  readonly #flows = new Set<TcpFlow>();
  readonly #limit: number;
  #open = true;

  private constructor(server: Server, point: ListeningPoint, receive: Receive, log: Log, limit: number) {
    this.#server = server;
    this.point = point;
    this.#receive = receive;
    this.#log = log;
    this.#limit = limit;
  }

  /** @throws when the address cannot be bound */
  static async listen(
    host: string,
    port: number,
    receive: Receive,
    o: { log: Log; connections: number },
  ): Promise<TcpTransport> {
    const server = createServer();
    const listening = once(server, 'listening');
    server.listen(port, host);
    await listening;
    const address = server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    const transport = new TcpTransport(server, { transport: 'tcp', host, port: bound }, receive, o.log, o.connections);
    server.on('connection', (socket) => transport.#adopt(socket, socket.remoteAddress ?? '', socket.remotePort ?? 0));
    server.on('error', (error) => o.log.warn({ err: error }, 'TCP server error'));
    return transport;
  }

  /** The open connection to this address, or a new one. Messages wait until it is there. */
  flowTo(host: string, port: number): Flow {
    for (const flow of this.#flows) {
      if (flow.open && flow.remoteAddress === host && flow.remotePort === port) return flow;
    }
    const socket = connect({ host, port });
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => {
      if (socket.connecting) socket.destroy(new Error('The connection was not made in time'));
    });
    return this.#adopt(socket, host, port);
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    for (const flow of this.#flows) flow.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #adopt(socket: Socket, remoteAddress: string, remotePort: number): TcpFlow {
    const flow = new TcpFlow(socket, remoteAddress, remotePort, this.point);
    if (this.#flows.size >= this.#limit) {
      this.#log.warn({ remoteAddress }, 'Too many TCP connections; one was refused');
      flow.destroy();
      return flow;
    }
    this.#flows.add(flow);
    const framer = new StreamFramer();
    socket.setNoDelay(true);
    socket.once('connect', () => socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy()));
    socket.on('error', (error) => this.#log.debug({ err: error, remoteAddress }, 'TCP connection error'));
    socket.on('close', () => this.#flows.delete(flow));
    socket.on('data', (chunk: Buffer) => {
      const framed = framer.push(chunk);
      for (let ping = 0; ping < framed.pings; ping += 1) socket.write('\r\n');
      for (const message of framed.messages) this.#receive(message, flow);
      if (framed.broken === undefined) return;
      this.#log.info({ remoteAddress, reason: framed.broken }, 'A TCP connection was closed');
      flow.destroy();
    });
    return flow;
  }
}

class TcpFlow implements Flow {
  readonly transport = 'tcp';
  readonly reliable = true;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #socket: Socket;
  readonly #point: ListeningPoint;

  constructor(socket: Socket, remoteAddress: string, remotePort: number, point: ListeningPoint) {
    this.#socket = socket;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    this.#point = point;
  }

  get localAddress(): string {
    return this.#point.host;
  }

  get localPort(): number {
    return this.#point.port;
  }

  get open(): boolean {
    return !this.#socket.destroyed;
  }

  send(bytes: Buffer, failed?: (error: Error) => void): void {
    if (!this.open || this.#socket.writableLength > BACKLOG_LIMIT) {
      failed?.(new Error('The connection is gone or does not take what is sent'));
      return;
    }
    this.#socket.write(bytes, (error) => {
      if (error) failed?.(error);
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
