import { UdpPort } from '../udp-port.ts';
import { readSip, sdpAt, writeResponse } from './text.ts';

/** Where the audio of a call is sent to, on either side. */
export interface AnsweredCall {
  /** Port of the server. */
  readonly serverMediaPort: number;
}

/** A desk phone on a bare socket that answers every call at once, each with a media port of its own. */
export class AnsweringPhone implements Disposable {
  readonly calls: AnsweredCall[] = [];
  readonly #socket: UdpPort;

  private constructor(socket: UdpPort, o: { serverPort: number; mediaPorts: readonly number[] }) {
    this.#socket = socket;
    const contact = `Contact: <sip:phone@127.0.0.1:${socket.port}>`;
    socket.onPacket((packet) => {
      const message = readSip(packet);
      if (message.method === '' || message.method === 'ACK') return;
      const body = message.method === 'INVITE' ? sdpAt(o.mediaPorts[this.calls.length] ?? 9) : '';
      if (body !== '') this.calls.push({ serverMediaPort: mediaPortOf(message.body) });
      socket.send(writeResponse(message, '200 OK', { tag: 'phone', fields: [contact], body }), o.serverPort);
    });
  }

  static async open(o: { serverPort: number; mediaPorts: readonly number[] }): Promise<AnsweringPhone> {
    return new AnsweringPhone(await UdpPort.open(), o);
  }

  get port(): number {
    return this.#socket.port;
  }

  [Symbol.dispose](): void {
    this.#socket[Symbol.dispose]();
  }
}

export function mediaPortOf(sdp: string): number {
  return Number(/^m=audio (\d+)/m.exec(sdp)?.[1] ?? 0);
}
