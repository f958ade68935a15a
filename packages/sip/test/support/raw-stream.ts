import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ListeningPoint } from '../../src/index.ts';
import { eventually } from './eventually.ts';

/** A TCP connection that sends what the test writes and keeps what comes. */
export class RawStream {
  readonly #socket: Socket;
  #text = '';
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#closed = true;
    });
  }

  static async open(to: ListeningPoint): Promise<RawStream> {
    const socket = connect(to.port, to.host);
    await once(socket, 'connect');
    return new RawStream(socket);
  }

  get closed(): boolean {
    return this.#closed;
  }

  get text(): string {
    return this.#text;
  }

  /** Leaves what comes where it is. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Writes without waiting for anything. */
  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Writes the pieces one after the other, so that they arrive as several. */
  async write(...pieces: (string | Buffer)[]): Promise<void> {
    for (const piece of pieces) {
      await new Promise<void>((resolve) => this.#socket.write(piece, () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Status and Call-ID of the first `count` final responses, when they are there. */
  async finals(count: number): Promise<string[]> {
    return await eventually(() => {
      const found = [...this.#text.matchAll(/SIP\/2\.0 ([2-6]\d\d)[\s\S]*?Call-ID: (\S+)/g)].map(
        (one) => `${one[1]} ${one[2]}`,
      );
      return found.length >= count && found;
    });
  }

  async untilClosed(): Promise<void> {
    await eventually(() => this.#closed);
  }

  close(): void {
    this.#socket.destroy();
  }
}
