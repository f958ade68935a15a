import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Log } from '../log.ts';
import type { Flow, ListeningPoint, Receive } from './flow.ts';
import { lookUpNames } from './look-up-names.ts';
import { answerStun } from './stun.ts';

/** The kernel's buffer for bursts: 32 s of retransmissions start with a lost packet. */
const BUFFER_BYTES = 4 * 1_024 * 1_024;

/** One UDP socket (RFC 3261 section 18). */
export class UdpTransport {
  readonly point: ListeningPoint;
  readonly #socket: Socket;
  readonly #log: Log;
  #open = true;

  private constructor(socket: Socket, point: ListeningPoint, log: Log) {
    this.#socket = socket;
    this.point = point;
    this.#log = log;
  }

  /** @throws when the address cannot be bound */
  static async listen(host: string, port: number, receive: Receive, log: Log): Promise<UdpTransport> {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', lookup: lookUpNames });
    const bound = once(socket, 'listening');
    socket.bind(port, host);
    await bound;
    socket.setRecvBufferSize(BUFFER_BYTES);
    socket.setSendBufferSize(BUFFER_BYTES);
    const transport = new UdpTransport(socket, { transport: 'udp', host, port: socket.address().port }, log);
    socket.on('message', (bytes, peer) => {
      const stun = answerStun(bytes, peer);
      if (stun === undefined) receive(bytes, transport.flowTo(peer.address, peer.port));
      else transport.send(stun, peer.port, peer.address);
    });
    socket.on('error', (error) => log.warn({ err: error }, 'UDP socket error'));
    return transport;
  }

  flowTo(remoteAddress: string, remotePort: number): Flow {
    return new UdpFlow(this, remoteAddress, remotePort);
  }

  get open(): boolean {
    return this.#open;
  }

  send(bytes: Buffer, port: number, host: string, failed?: (error: Error) => void): void {
    if (!this.#open) {
      failed?.(new Error('The transport is closed'));
      return;
    }
    try {
      // Where nobody waits to hear what became of it, no turn is taken to tell: it is lost as on the way.
      this.#socket.send(bytes, port, host, failed && ((error) => this.#sent(error, failed)));
    } catch (error) {
      failed?.(error as Error);
    }
  }

  #sent(error: Error | null, failed: (error: Error) => void): void {
    if (error === null) return;
    this.#log.debug({ err: error }, 'A datagram was not sent');
    failed(error);
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }
}

class UdpFlow implements Flow {
  readonly transport = 'udp';
  readonly reliable = false;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #transport: UdpTransport;

  constructor(transport: UdpTransport, remoteAddress: string, remotePort: number) {
    this.#transport = transport;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  get localAddress(): string {
    return this.#transport.point.host;
  }

  get localPort(): number {
    return this.#transport.point.port;
  }

  get open(): boolean {
    return this.#transport.open;
  }

  send(bytes: Buffer, failed?: (error: Error) => void): void {
    this.#transport.send(bytes, this.remotePort, this.remoteAddress, failed);
  }
}
