import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Post {
  /** When the whole request was there, of performance.now(). */
  readonly at: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Takes webhooks, and tells each to whoever listens. */
export class WebhookReceiver implements AsyncDisposable {
  received = 0;
  #listener: (post: Post) => void = () => {};
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
        const at = performance.now();
        response.writeHead(200, { 'content-length': 0 }).end();
        receiver.received += 1;
        receiver.#listener({ at, headers: request.headers, text: Buffer.concat(chunks).toString() });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** One listener at a time. */
  onPost(listener: (post: Post) => void): void {
    this.#listener = listener;
  }

  async next(): Promise<Post> {
    return await new Promise((resolve) => this.onPost(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
