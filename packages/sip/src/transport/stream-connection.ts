import type { Socket } from 'node:net';
import type { Timer } from '../clock.ts';
import type { ConnectionHall } from './connection-hall.ts';
import type { Flow, ListeningPoint } from './flow.ts';
import { StreamFramer } from './stream-framer.ts';

/** Bytes that may wait for a peer that does not read. */
export const BACKLOG_LIMIT = 1_024 * 1_024;
/** A connection on which nothing moved for so long is closed; phones keep theirs alive far more often. */
const IDLE_TIMEOUT_MS = 30 * 60_000;
/** The system asks a silent peer for a sign of life: one that lost its power is noticed a minute later. */
const PROBE_MS = 60_000;

/** Nobody who means well asks for more in one piece. */
const PINGS_AT_ONCE = 8;

/** One TCP or TLS connection (RFC 3261 section 18). */
export class StreamConnection implements Flow {
  readonly transport: 'tcp' | 'tls';
  readonly reliable = true;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #socket: Socket;
  readonly #point: ListeningPoint;
  readonly #hall: ConnectionHall;
  /** Only who opened a connection asks for signs of life (RFC 5626 section 4.4.1). */
  readonly #answersPings: boolean;
  readonly #framer = new StreamFramer();
  /** Runs while a message is awaited that must come. */
  #patience: Timer | undefined;

  constructor(
    socket: Socket,
    o: {
      transport: 'tcp' | 'tls';
      remoteAddress: string;
      remotePort: number;
      point: ListeningPoint;
      hall: ConnectionHall;
      accepted: boolean;
    },
  ) {
    this.#socket = socket;
    this.transport = o.transport;
    this.remoteAddress = o.remoteAddress;
    this.remotePort = o.remotePort;
    this.#point = o.point;
    this.#hall = o.hall;
    this.#answersPings = o.accepted;
    if (o.accepted) this.#awaitMessage();
    this.#attach();
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
    if (!this.#canTake()) {
      failed?.(new Error('The connection is gone or does not take what is sent'));
      return;
    }
    this.#socket.write(bytes, (error) => {
      if (error) failed?.(error);
    });
  }

  destroy(): void {
    this.#patience?.cancel();
    this.#socket.destroy();
  }

  #attach(): void {
    const socket = this.#socket;
    const { log, closed } = this.#hall;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, PROBE_MS);
    socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy());
    socket.on('error', (error) =>
      log.debug({ err: error, remoteAddress: this.remoteAddress }, 'A connection had an error'),
    );
    socket.on('close', () => {
      this.#patience?.cancel();
      closed(this);
    });
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  #read(chunk: Buffer): void {
    const { messages, pings, broken } = this.#framer.push(chunk);
    if (this.#answersPings && pings > 0 && this.open) this.#socket.write('\r\n'.repeat(Math.min(pings, PINGS_AT_ONCE)));
    if (messages.length > 0) this.#stopWaiting();
    if (this.#framer.unfinished) this.#awaitMessage();
    for (const message of messages) this.#hall.receive(message, this);
    if (broken !== undefined) this.#giveUp(broken);
  }

  /** A peer that does not read what it asked for is dropped before it takes our memory. */
  #canTake(): boolean {
    if (this.open && this.#socket.writableLength > BACKLOG_LIMIT) this.#giveUp('It does not read');
    return this.open;
  }

  #awaitMessage(): void {
    const { clock, limits } = this.#hall;
    this.#patience ??= clock.after(limits.messageMs, () => this.#giveUp('A message took too long'));
  }

  #stopWaiting(): void {
    this.#patience?.cancel();
    this.#patience = undefined;
  }

  #giveUp(reason: string): void {
    this.#hall.log.info({ remoteAddress: this.remoteAddress, reason }, 'A connection was closed');
    this.destroy();
  }
}
