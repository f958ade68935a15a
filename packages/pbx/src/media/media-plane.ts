import { Worker } from 'node:worker_threads';
import type { Log } from '@cordboard/sip';
import { MediaSession, type SessionHost } from './media-session.ts';
import { PortPool } from './port-pool.ts';
import type { Command, MediaStats, Report } from './protocol.ts';

/** Every port of the range is in use or rests. */
export class NoMediaPorts extends Error {
  override readonly name = 'NoMediaPorts';
}

export interface MediaPlaneOptions {
  /** Address to bind, and to tell in SDP unless `advertisedHost` is given. */
  readonly host: string;
  readonly advertisedHost?: string;
  /** Both ends included. */
  readonly ports: { readonly from: number; readonly to: number };
  readonly log: Log;
}

/** All media sessions of the PBX, and the worker thread that carries their packets. */
export class MediaPlane implements SessionHost {
  readonly #o: MediaPlaneOptions;
  readonly #pool: PortPool;
  readonly #sessions = new Set<MediaSession>();
  readonly #questions = new Map<number, (stats: MediaStats) => void>();
  readonly #bound = Promise.withResolvers<void>();
  #worker: Worker | undefined;
  #ids = 0;
  #closed = false;

  constructor(o: MediaPlaneOptions) {
    this.#o = o;
    this.#pool = new PortPool(o.ports, (ports) => this.command({ type: 'bind', host: o.host, ports }));
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  /** Starts the worker and waits for the first ports. @throws NoMediaPorts when not one can be bound */
  async ready(): Promise<void> {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url));
    this.#worker.on('message', (report: Report) => this.#receive(report));
    this.#worker.on('error', (error) => this.#o.log.error({ err: error }, 'The media worker failed'));
    this.#pool.grow();
    await this.#bound.promise;
  }

  /** @throws NoMediaPorts */
  open(): MediaSession {
    const port = this.#pool.take(performance.now());
    if (port === undefined)
      throw new NoMediaPorts(`All RTP ports from ${this.#o.ports.from} to ${this.#o.ports.to} are in use`);
    this.#ids += 1;
    const session = new MediaSession(this, { address: this.#o.advertisedHost ?? this.#o.host, port, id: this.#ids });
    this.#sessions.add(session);
    return session;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const session of [...this.#sessions]) session.close();
    const worker = this.#worker;
    if (worker === undefined) return;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    this.command({ type: 'end' });
    await gone;
  }

  command(command: Command): void {
    this.#worker?.postMessage(command);
  }

  stats(port: number): Promise<MediaStats> {
    this.#ids += 1;
    const request = this.#ids;
    return new Promise((resolve) => {
      this.#questions.set(request, resolve);
      this.command({ type: 'stats', port, request });
    });
  }

  closed(session: MediaSession): void {
    this.#sessions.delete(session);
    this.#pool.give(session.port, performance.now());
  }

  #receive(report: Report): void {
    if (report.type === 'bound') this.#receiveBound(report.ports, report.refused);
    if (report.type === 'stats') {
      const nothing = { packetsSent: 0, packetsReceived: 0, lost: 0, jitterMs: 0 };
      this.#questions.get(report.request)?.(report.stats ?? nothing);
      this.#questions.delete(report.request);
    }
  }

  #receiveBound(ports: readonly number[], refused: readonly number[]): void {
    if (refused.length > 0) this.#o.log.warn({ ports: refused }, 'RTP ports are in use by another program');
    if (ports.length === 0 && this.#sessions.size === 0)
      this.#bound.reject(new NoMediaPorts('No RTP port can be bound'));
    this.#pool.bound(ports, refused.length);
    this.#bound.resolve();
  }
}

export function createMediaPlane(o: MediaPlaneOptions): MediaPlane {
  return new MediaPlane(o);
}
