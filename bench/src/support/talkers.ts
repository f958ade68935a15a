import { createSocket, type Socket } from 'node:dgram';
import { encodeAudio, RtpSender, toneSamples } from '../../../packages/rtp/src/index.ts';

const FRAME_SAMPLES = 160;
const RECEIVE_BUFFER = 4_194_304;

/** Telephones reduced to their RTP: each says a tone of its own as often as it is told to, and counts what it hears. */
export class Talkers implements Disposable {
  readonly #sockets: readonly Socket[];
  readonly #senders: readonly RtpSender[];
  readonly #frames: readonly Buffer[];
  heard = 0;

  private constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets;
    this.#senders = sockets.map(() => new RtpSender());
    this.#frames = sockets.map((_, index) =>
      encodeAudio('PCMU', toneSamples([400 + 150 * index], { from: 0, count: FRAME_SAMPLES })),
    );
    for (const socket of sockets) {
      socket.on('message', () => {
        this.heard += 1;
      });
    }
  }

  static async open(count: number): Promise<Talkers> {
    const sockets = Array.from({ length: count }, () =>
      createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER, sendBufferSize: RECEIVE_BUFFER }),
    );
    for (const socket of sockets) await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new Talkers(sockets);
  }

  get ports(): number[] {
    return this.#sockets.map((socket) => socket.address().port);
  }

  /** One frame from a talker to a port. */
  say(talker: number, port: number): void {
    const [sender, frame] = [this.#senders[talker], this.#frames[talker]];
    if (sender !== undefined && frame !== undefined)
      this.#sockets[talker]?.send(sender.frame(0, frame), port, '127.0.0.1');
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.close();
  }
}
