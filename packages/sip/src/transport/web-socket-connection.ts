import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Timer } from '../clock.ts';
import type { ConnectionHall } from './connection-hall.ts';
import type { Flow, FlowRights } from './flow.ts';
import { BACKLOG_LIMIT } from './stream-connection.ts';

/** Below the minute after which proxies drop a silent connection. */
const PING_MS = 30_000;
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

/** One WebSocket, a SIP message in each of its messages (RFC 7118). */
export class WebSocketConnection implements Flow {
  readonly transport: 'ws' | 'wss';
  readonly reliable = true;
  readonly identity: FlowRights['identity'];
  readonly only: FlowRights['only'];
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly #webSocket: WebSocket;
  readonly #hall: ConnectionHall;
  readonly #accepted: boolean;
  #heard = true;
  #pulse: Timer | undefined;
  #patience: Timer | undefined;

  constructor(
    webSocket: WebSocket,
    o: { socket: Socket; secure: boolean; hall: ConnectionHall; accepted: boolean } & FlowRights,
  ) {
    this.#webSocket = webSocket;
    this.transport = o.secure ? 'wss' : 'ws';
    this.identity = o.identity;
    this.only = o.only;
    this.remoteAddress = o.socket.remoteAddress ?? '';
    this.remotePort = o.socket.remotePort ?? 0;
    this.localAddress = o.socket.localAddress ?? '';
    this.localPort = o.socket.localPort ?? 0;
    this.#hall = o.hall;
    this.#accepted = o.accepted;
    this.#attach();
    this.#beat();
    if (o.accepted) {
      const late = () => this.close(POLICY_VIOLATION, 'No message came');
      this.#patience = o.hall.clock.after(o.hall.limits.messageMs, late);
    }
  }

  get open(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  send(bytes: Buffer, failed?: (error: Error) => void): void {
    if (!this.#canTake()) {
      failed?.(new Error('The connection is gone or does not take what is sent'));
      return;
    }
    this.#webSocket.send(bytes, { binary: !isUtf8(bytes) }, (error) => {
      if (error) failed?.(error);
    });
  }

  /** Says why (RFC 6455 section 7.4). Nothing that comes from now on is heard. */
  close(code: number, reason: string): void {
    this.#stop();
    this.#webSocket.close(code, reason);
  }

  /** Says that we go, and goes. */
  async leave(): Promise<void> {
    this.close(GOING_AWAY, '');
    // The frame leaves before the socket is closed.
    await new Promise((resolve) => setImmediate(resolve));
    this.destroy();
  }

  destroy(): void {
    this.#stop();
    this.#webSocket.terminate();
  }

  #attach(): void {
    const { log, closed } = this.#hall;
    const { remoteAddress } = this;
    this.#webSocket.on('message', (data: Buffer) => this.#read(data));
    this.#webSocket.on('pong', () => {
      this.#heard = true;
    });
    // Each ping is answered by the library: a peer that does not read the answers is dropped.
    this.#webSocket.on('ping', () => this.#canTake());
    this.#webSocket.on('error', (error) => log.debug({ err: error, remoteAddress }, 'A WebSocket had an error'));
    this.#webSocket.on('close', () => {
      this.#stop();
      closed(this);
    });
  }

  #read(message: Buffer): void {
    if (!this.open) return;
    this.#heard = true;
    // Keep-alive of RFC 5626 in a message of its own (RFC 7118 section 6).
    if (message.toString('latin1') === '\r\n\r\n') {
      if (this.#accepted) this.send(Buffer.from('\r\n'));
      return;
    }
    this.#patience?.cancel();
    this.#hall.receive(message, this);
  }

  #canTake(): boolean {
    if (this.open && this.#webSocket.bufferedAmount > BACKLOG_LIMIT) this.destroy();
    return this.open;
  }

  /** Asks for a sign of life; who gave none since the last time is gone, or stuck in half a frame. */
  #beat(): void {
    this.#pulse = this.#hall.clock.after(PING_MS, () => {
      if (!this.#heard) {
        this.destroy();
        return;
      }
      this.#heard = false;
      this.#webSocket.ping();
      this.#beat();
    });
  }

  #stop(): void {
    this.#pulse?.cancel();
    this.#patience?.cancel();
  }
}
