import { isIP } from 'node:net';
import type { Log } from '../log.ts';
import type { Flow, ListeningPoint, Receive, Target } from './flow.ts';
import { TcpTransport } from './tcp-transport.ts';
import { UdpTransport } from './udp-transport.ts';

/** The transports of one endpoint. */
export class Transports {
  readonly #receive: Receive;
  readonly #log: Log;
  readonly #connections: number;
  readonly #udp: UdpTransport[] = [];
  readonly #tcp: TcpTransport[] = [];

  constructor(receive: Receive, o: { log: Log; connections: number }) {
    this.#receive = receive;
    this.#log = o.log;
    this.#connections = o.connections;
  }

  /** @throws when the address cannot be bound */
  async listen(o: { transport: 'udp' | 'tcp'; host: string; port: number }): Promise<ListeningPoint> {
    if (o.transport === 'udp') {
      const udp = await UdpTransport.listen(o.host, o.port, this.#receive, this.#log);
      this.#udp.push(udp);
      return udp.point;
    }
    const tcp = await TcpTransport.listen(o.host, o.port, this.#receive, {
      log: this.#log,
      connections: this.#connections,
    });
    this.#tcp.push(tcp);
    return tcp.point;
  }

  /** A flow to the target; undefined when no transport of that kind listens. */
  flowTo(target: Target): Flow | undefined {
    if ('flow' in target) return target.flow;
    const host = target.host.toLowerCase() === 'localhost' && isIP(target.host) === 0 ? '127.0.0.1' : target.host;
    return target.transport === 'udp'
      ? this.#udp[0]?.flowTo(host, target.port)
      : this.#tcp[0]?.flowTo(host, target.port);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#udp, ...this.#tcp].map((transport) => transport.close()));
  }
}
