import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { PacketLimit } from './packet-limit.ts';

const NORMAL = 1000;
const PROTOCOL_ERROR = 1002;
const NOT_BINARY = 1003;
const TOO_BIG = 1009;

/** The bytes of MQTT in the binary frames of a WebSocket, cut anywhere (MQTT 3.1.1 section 6). */
export class WebSocketStream extends Duplex {
  readonly #webSocket: WebSocket;
  #close: { readonly code: number; readonly reason: string } | undefined;

  constructor(webSocket: WebSocket, packetBytes: number) {
    super();
    this.#webSocket = webSocket;
    const limit = new PacketLimit(packetBytes);
    webSocket.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.destroyed) return;
      if (!isBinary) this.leave(NOT_BINARY, 'MQTT comes in binary frames');
      else if (!limit.admits(data)) this.leave(TOO_BIG, `A packet has at most ${packetBytes} bytes`);
      else if (!this.push(data)) webSocket.pause();
    });
    webSocket.on('close', () => this.destroy());
    webSocket.on('error', () => this.destroy());
  }

  /** Ends the connection, and says why. */
  leave(code: number, reason: string): void {
    this.#close ??= { code, reason };
    this.destroy();
  }

  /** Ends the connection at once, with what was still to be sent. */
  cut(): void {
    this.#webSocket.terminate();
    this.destroy();
  }

  /** All that is there: the runtime gives one piece at a time, and the broker, which asks once, would miss the others. */
  override read(size?: number): Buffer | null {
    if (typeof size === 'number') return super.read(size);
    const pieces: Buffer[] = [];
    for (let piece = super.read(); piece !== null; piece = super.read()) pieces.push(piece);
    return pieces.length === 0 ? null : Buffer.concat(pieces);
  }

  override _read(): void {
    this.#webSocket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#webSocket.send(chunk, done);
  }

  /** A packet is written in pieces; one frame takes them all. */
  override _writev(pieces: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#webSocket.send(Buffer.concat(pieces.map(({ chunk }) => chunk)), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { code, reason } = this.#close ?? { code: error === null ? NORMAL : PROTOCOL_ERROR, reason: '' };
    // A paused one would not hear the answer to the close.
    this.#webSocket.resume();
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.close(code, reason);
    done(error);
  }
}
