import { createSocket, type Socket } from 'node:dgram';

/** A UDP port of loopback that notes when each packet came. */
export class UdpPort implements Disposable {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** `port` 0 takes a free one; `address` is one of loopback. @throws the system's error when it is in use */
  static async open(port = 0, address = '127.0.0.1'): Promise<UdpPort> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4_194_304 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, address, resolve);
    });
    return new UdpPort(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** `at`: when it was seen, of performance.now(). */
  onPacket(listener: (packet: Buffer, at: number) => void): void {
    this.#socket.on('message', (packet) => listener(packet, performance.now()));
  }

  /** The next packet, and nothing else. */
  async next(): Promise<number> {
    return await new Promise((resolve) => this.#socket.once('message', () => resolve(performance.now())));
  }

  /** Gives the moment before it was handed to the system. */
  send(text: string, port: number): number {
    const at = performance.now();
    this.#socket.send(text, port, '127.0.0.1');
    return at;
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}
