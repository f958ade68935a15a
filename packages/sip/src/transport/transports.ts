import { isIP } from 'node:net';
import type { ConnectionHall } from './connection-hall.ts';
import type { Flow, FlowRights, ListeningPoint, Target } from './flow.ts';
import { type StreamListener, StreamTransport } from './stream-transport.ts';
import type { Certificate, TlsTrust } from './tls.ts';
import { UdpTransport } from './udp-transport.ts';
import { type Upgrade, WebSocketTransport } from './web-socket-transport.ts';

/** Where to listen; WebSockets are handed over by an HTTP server instead. */
export type ListenOptions =
  | StreamListener
  | { readonly transport: 'udp'; readonly host: string; readonly port: number };

/** Open connections; UDP has none. */
export type ConnectionCount = Readonly<Record<'tcp' | 'tls' | 'ws' | 'wss', number>>;

/** The transports of one endpoint. */
export class Transports {
  readonly #hall: ConnectionHall;
  readonly #trust: TlsTrust;
  readonly #udp: UdpTransport[] = [];
  readonly #streams: StreamTransport[] = [];
  readonly #webSockets: WebSocketTransport;

  constructor(hall: ConnectionHall, trust: TlsTrust) {
    this.#hall = hall;
    this.#trust = trust;
    this.#webSockets = new WebSocketTransport(hall);
  }

  /** Connections, in and out, of every kind. */
  get connections(): number {
    return this.#hall.places.taken;
  }

  get connectionsByTransport(): ConnectionCount {
    const streams = (kind: 'tcp' | 'tls') =>
      this.#streams
        .filter(({ point }) => point.transport === kind)
        .reduce((sum, { connections }) => sum + connections, 0);
    const webSockets = this.#webSockets;
    return {
      tcp: streams('tcp'),
      tls: streams('tls'),
      ws: webSockets.connections('ws'),
      wss: webSockets.connections('wss'),
    };
  }

  /** @throws when the address cannot be bound, or the certificate not be used */
  async listen(o: ListenOptions): Promise<ListeningPoint> {
    if (o.transport === 'udp') {
      const udp = await UdpTransport.listen(o.host, o.port, this.#hall.receive, this.#hall.log);
      this.#udp.push(udp);
      return udp.point;
    }
    const stream = await StreamTransport.listen(o, { hall: this.#hall, trust: this.#trust });
    this.#streams.push(stream);
    return stream.point;
  }

  /** @throws when it cannot be used */
  renewCertificate(certificate: Certificate): void {
    for (const stream of this.#streams) stream.renewCertificate(certificate);
  }

  /** Undefined: it was refused, and answered. */
  acceptWebSocket(upgrade: Upgrade, o: { secure: boolean } & FlowRights) {
    return this.#webSockets.accept(upgrade, o);
  }

  /** @throws when it is refused or not reached */
  connectWebSocket(url: string, headers: Readonly<Record<string, string>>): Promise<Flow> {
    return this.#webSockets.connect(url, headers);
  }

  /** A flow to the target; undefined when no transport of that kind listens. */
  flowTo(target: Target): Flow | undefined {
    if ('flow' in target) return target.flow;
    const { transport, port } = target;
    const host = target.host.toLowerCase() === 'localhost' && isIP(target.host) === 0 ? '127.0.0.1' : target.host;
    if (transport === 'udp') return this.#udp[0]?.flowTo(host, port);
    if (transport === 'ws' || transport === 'wss') return this.#webSockets.flowTo(host, port);
    const stream = this.#streams.find(({ point }) => point.transport === transport);
    return (stream ?? (transport === 'tls' ? this.#outgoingTls() : undefined))?.flowTo(host, port);
  }

  /** To call by TLS takes no certificate of ours: the far side comes back by the same connection. */
  #outgoingTls(): StreamTransport | undefined {
    const point = this.#udp[0]?.point ?? this.#streams[0]?.point;
    if (point === undefined) return undefined;
    const shared = { hall: this.#hall, trust: this.#trust };
    const outgoing = StreamTransport.outgoing({ ...point, transport: 'tls' }, shared);
    this.#streams.push(outgoing);
    return outgoing;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#udp, ...this.#streams, this.#webSockets].map((transport) => transport.close()));
  }
}
