import { UdpPort } from '../udp-port.ts';
import { BareCall } from './bare-call.ts';
import { readSip, writeResponse } from './text.ts';

/** The trunk on a bare socket: places calls and notes when what came. */
export class BareTrunk implements Disposable {
  readonly #socket: UdpPort;
  readonly #serverPort: number;
  readonly #calls = new Map<string, BareCall>();
  #count = 0;

  private constructor(socket: UdpPort, serverPort: number) {
    this.#socket = socket;
    this.#serverPort = serverPort;
    socket.onPacket((packet) => {
      const message = readSip(packet);
      if (message.method === '') this.#calls.get(message.callId)?.receive(message);
      else if (message.method !== 'ACK') this.#socket.send(writeResponse(message, '200 OK'), this.#serverPort);
    });
  }

  static async open(o: { localPort: number; serverPort: number }): Promise<BareTrunk> {
    return new BareTrunk(await UdpPort.open(o.localPort), o.serverPort);
  }

  /** Sends an INVITE; `from` is the caller's number, `mediaPort` where its audio goes. */
  call(o: { from: string; to: string; mediaPort: number }): BareCall {
    this.#count += 1;
    const callId = `trunk-${this.#count}`;
    const send = (text: string) => this.#socket.send(text, this.#serverPort);
    const ended = () => this.#calls.delete(callId);
    const call = new BareCall({
      ...o,
      callId,
      localPort: this.#socket.port,
      serverPort: this.#serverPort,
      send,
      ended,
    });
    this.#calls.set(callId, call);
    return call;
  }

  [Symbol.dispose](): void {
    this.#socket[Symbol.dispose]();
  }
}
