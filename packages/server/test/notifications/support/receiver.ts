import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: { publicationId: string; subject: string; content: Record<string, unknown> } & Record<string, unknown>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A webhook receiver on loopback that remembers what came in, and answers as the test says. */
export class Receiver {
  readonly received: Received[] = [];
  reply: (received: Received) => Reply | Promise<Reply> = () => ({ status: 200 });
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Receiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const text = Buffer.concat(chunks).toString();
        const received = { path: request.url!, headers: request.headers, text, body: JSON.parse(text) };
        receiver.received.push(received);
        const { status, headers, body } = await receiver.reply(received);
        response.writeHead(status, headers).end(body);
      });
    });
    const receiver = new Receiver(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** `n` of the contents, in the order in which they came. */
  get numbers(): unknown[] {
    return this.received.map(({ body }) => body.content.n);
  }

  numbersOf(subject: string): unknown[] {
    return this.received.filter(({ body }) => body.subject === subject).map(({ body }) => body.content.n);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
