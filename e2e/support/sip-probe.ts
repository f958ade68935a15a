import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

export interface ProbeAnswer {
  /** The whole answer. */
  readonly text: string;
  readonly elapsedMs: number;
}

interface Probe {
  readonly method: string;
  readonly extension: string;
  /** Further header lines. */
  readonly headers?: readonly string[];
}

/** A stranger on UDP who sends one request at a time and measures the answer. */
export class SipProbe {
  readonly #socket: Socket;
  readonly #server: { host: string; port: number };

  private constructor(socket: Socket, server: { host: string; port: number }) {
    this.#socket = socket;
    this.#server = server;
  }

  /** `host`: the address that it comes from. */
  static async open(server: { host: string; port: number }, host = '127.0.0.1'): Promise<SipProbe> {
    const socket = createSocket('udp4');
    socket.bind(0, host);
    await once(socket, 'listening');
    return new SipProbe(socket, server);
  }

  /** Asks from an extension to itself; gives the final answer. */
  async ask({ method, extension, headers = [] }: Probe): Promise<ProbeAnswer> {
    const { address, port } = this.#socket.address();
    const callId = randomUUID();
    const message = (name: string, more: readonly string[]) =>
      [
        `${name} sip:${extension}@127.0.0.1 SIP/2.0`,
        `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK${callId};rport`,
        `From: <sip:${extension}@127.0.0.1>;tag=probe`,
        `To: <sip:${extension}@127.0.0.1>`,
        `Call-ID: ${callId}`,
        `CSeq: 1 ${name}`,
        `Contact: <sip:probe@${address}:${port}>`,
        'Max-Forwards: 70',
        ...more,
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n');
    const start = performance.now();
    this.#send(message(method, headers));
    for (;;) {
      const [bytes] = (await once(this.#socket, 'message', { signal: AbortSignal.timeout(10_000) })) as [Buffer];
      const text = bytes.toString('latin1');
      if (!text.includes(callId) || text.startsWith('SIP/2.0 1')) continue;
      const elapsedMs = performance.now() - start;
      if (method === 'INVITE') this.#send(message('ACK', []));
      return { text, elapsedMs };
    }
  }

  close(): void {
    this.#socket.close();
  }

  #send(text: string): void {
    this.#socket.send(text, this.#server.port, this.#server.host);
  }
}
