import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const HOST = '127.0.0.1';

/** Lies between one telephone and the server on UDP, and keeps what either says. */
export class WireTap {
  readonly messages: Buffer[] = [];
  readonly #near: Socket;
  readonly #far: Socket;
  #phonePort = 0;

  private constructor(near: Socket, far: Socket, server: { host: string; port: number }) {
    this.#near = near;
    this.#far = far;
    near.on('message', (bytes, { port }) => {
      this.#phonePort = port;
      this.messages.push(bytes);
      far.send(bytes, server.port, server.host);
    });
    far.on('message', (bytes) => {
      this.messages.push(bytes);
      near.send(bytes, this.#phonePort, HOST);
    });
  }

  static async open(server: { host: string; port: number }): Promise<WireTap> {
    const sockets = [createSocket('udp4'), createSocket('udp4')] as const;
    for (const socket of sockets) {
      socket.bind(0, HOST);
      await once(socket, 'listening');
    }
    return new WireTap(...sockets, server);
  }

  /** What its telephone takes for the server. */
  get server(): { host: string; port: number } {
    return { host: HOST, port: this.#near.address().port };
  }

  close(): void {
    this.#near.close();
    this.#far.close();
  }
}
