import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { until } from './until.ts';

export interface Received {
  headers: IncomingHttpHeaders;
  raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a stranger reads from the wire has no type
  body: any;
}

/** A receiver like the tutorial's online test tool: a URL, and the list of what was posted to it. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** The status that the receiver answers with. */
  status = 200;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        if (receiver.status < 300) receiver.received.push({ headers: request.headers, raw, body: JSON.parse(raw) });
        response.writeHead(receiver.status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}/hook`;
  }

  async next(matches: (body: Received['body']) => boolean, timeoutMs = 5_000): Promise<Received> {
    return await until(() => this.received.find((one) => matches(one.body)), 'a matching webhook', timeoutMs);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
