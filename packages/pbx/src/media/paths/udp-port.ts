import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIP, isIPv6 } from 'node:net';

/** Where a datagram goes to or comes from. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** A bound UDP port that serves one session after another. */
export class UdpPort {
  readonly #socket: Socket;
  #handler: ((bytes: Buffer, from: Place) => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes: Buffer, from: RemoteInfo) => this.#handler?.(bytes, from));
    // ICMP errors of a telephone that is gone.
    socket.on('error', () => {});
  }

  get family(): 4 | 6 {
    return this.#socket.address().family === 'IPv6' ? 6 : 4;
  }

  /** One handler at a time; undefined lets everything drop. */
  onDatagram(handler: ((bytes: Buffer, from: Place) => void) | undefined): void {
    this.#handler = handler;
  }

  send(bytes: Buffer, to: Place): void {
    // Without a callback nobody is told what became of it, and no turn is taken to do so: it is lost as on the way.
    this.#socket.send(bytes, to.port, to.address);
  }

  close(): void {
    this.#socket.close();
  }
}

/** Packets to an address, as nearly all are, leave at once and not in the next turn of the event loop. */
const lookUpNames: NonNullable<SocketOptions['lookup']> = (host, options, found) => {
  const family = isIP(host);
  if (family === 0) lookup(host, options, found);
  else found(null, host, family);
};

/** Undefined when the port cannot be bound. */
export function bindUdpPort(host: string, port: number): Promise<UdpPort | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', lookup: lookUpNames });
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind(port, host, () => {
      socket.removeAllListeners('error');
      resolve(new UdpPort(socket));
    });
  });
}
