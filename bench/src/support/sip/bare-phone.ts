import { UdpPort } from '../udp-port.ts';
import { register } from './register.ts';
import { readSip, type SipText, sdpAt, writeResponse } from './text.ts';

/** Where a phone's audio would go: nobody sends any to it, so nobody listens. */
const DISCARD_PORT = 9;

interface PhoneOptions {
  readonly username: string;
  readonly password: string;
  readonly registrarPort: number;
}

/** A desk phone on a bare socket: rings, is answered by `Event: talk`, and notes when each request came. */
export class BarePhone implements Disposable {
  readonly #socket: UdpPort;
  readonly #registrarPort: number;
  readonly #ringing = new Map<string, SipText>();
  readonly #waiting = new Map<string, (at: number) => void>();

  private constructor(socket: UdpPort, registrarPort: number) {
    this.#socket = socket;
    this.#registrarPort = registrarPort;
    socket.onPacket((packet, at) => this.#receive(readSip(packet), at));
  }

  static async start({ username, password, registrarPort }: PhoneOptions): Promise<BarePhone> {
    const socket = await UdpPort.open();
    await register({ username, password, registrarPort, contactPort: socket.port });
    return new BarePhone(socket, registrarPort);
  }

  /** When the next request of this method comes. */
  async next(method: string): Promise<number> {
    return await new Promise((resolve) => this.#waiting.set(method, resolve));
  }

  [Symbol.dispose](): void {
    this.#socket[Symbol.dispose]();
  }

  #receive(message: SipText, at: number): void {
    if (message.method === '' || message.method === 'ACK') return;
    const heard = this.#waiting.get(message.method);
    this.#waiting.delete(message.method);
    this.#answer(message);
    heard?.(at);
  }

  #answer(request: SipText): void {
    const invite = this.#ringing.get(request.callId);
    switch (request.method) {
      case 'INVITE':
        this.#ringing.set(request.callId, request);
        this.#respond(request, '180 Ringing', ['Allow-Events: talk']);
        break;
      case 'CANCEL':
        this.#respond(request, '200 OK');
        if (invite) this.#respond(invite, '487 Request Terminated');
        break;
      case 'NOTIFY':
        this.#respond(request, '200 OK');
        if (invite) this.#respond(invite, '200 OK', [], sdpAt(DISCARD_PORT));
        break;
      default:
        this.#respond(request, '200 OK');
    }
    if (request.method !== 'INVITE') this.#ringing.delete(request.callId);
  }

  #respond(request: SipText, status: string, fields: readonly string[] = [], body = ''): void {
    const contact = `Contact: <sip:phone@127.0.0.1:${this.#socket.port}>`;
    const text = writeResponse(request, status, { tag: 'phone', fields: [contact, ...fields], body });
    this.#socket.send(text, this.#registrarPort);
  }
}
