import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  type ListeningPoint,
  parseMessage,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../../src/index.ts';
import { eventually } from './eventually.ts';
import { requestText } from './texts.ts';

/** A UDP socket that sends what the test writes and keeps what comes: no transactions, no retransmissions. */
export class RawPeer {
  readonly port: number;
  readonly host: string;
  readonly #socket: Socket;
  readonly #queue: Arrival[] = [];
  #fences = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    this.host = socket.address().address;
    socket.on('message', (bytes) => {
      const parsed = parseMessage(bytes);
      this.#queue.push({ text: bytes.toString('latin1'), message: parsed.ok ? parsed.message : undefined });
    });
  }

  static async open(host = '127.0.0.1'): Promise<RawPeer> {
    const socket = createSocket('udp4');
    socket.bind(0, host);
    await once(socket, 'listening');
    return new RawPeer(socket);
  }

  send(message: string | Buffer, to: ListeningPoint): void {
    this.#socket.send(message, to.port, to.host);
  }

  /** The next message that came, taken out of the queue. */
  async next(): Promise<SipMessage> {
    const { text, message } = await eventually(() => this.#queue.shift());
    if (message === undefined) throw new Error(`no message came but ${JSON.stringify(text)}`);
    return message;
  }

  async nextRequest(): Promise<SipRequest> {
    const message = await this.next();
    if (message.kind !== 'request') throw new Error(`a request was expected, ${message.status} came`);
    return message;
  }

  async nextResponse(): Promise<SipResponse> {
    const message = await this.next();
    if (message.kind !== 'response') throw new Error(`a response was expected, ${message.method} came`);
    return message;
  }

  /**
   * Everything that the endpoint sent here until now, in words. An OPTIONS goes there and back behind it all, so that
   * silence is known and not waited for.
   */
  async heard(from: ListeningPoint): Promise<string[]> {
    this.#fences += 1;
    const callId = `fence-${this.port}-${this.#fences}`;
    this.send(requestText({ method: 'OPTIONS', port: this.port, callId, branch: callId }), from);
    const end = await eventually(() => {
      const at = this.#queue.findIndex(({ message }) => message?.head.callId === callId);
      return at < 0 ? undefined : { at };
    });
    return this.#queue
      .splice(0, end.at + 1)
      .slice(0, -1)
      .map(inWords);
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}

interface Arrival {
  readonly text: string;
  readonly message: SipMessage | undefined;
}

/** `INVITE` for a request, `200 INVITE` for a response. */
function inWords({ text }: Arrival): string {
  const [first = '', second = ''] = text.split(' ');
  return first === 'SIP/2.0' ? `${second} ${/^CSeq: *\d+ +(\S+)/im.exec(text)?.[1] ?? '?'}` : first;
}
