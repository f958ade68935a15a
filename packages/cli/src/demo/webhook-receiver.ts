import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, type WebhookBody } from '@cordboard/sdk';

/** A program's webhook address: believes only what is signed with the subscription's secret. */
export class WebhookReceiver {
  readonly url: string;
  /** Of the subscription; what comes before it is set waits. */
  readonly #secret = Promise.withResolvers<string>();
  readonly #server: Server;
  readonly #onWebhook: (body: WebhookBody) => void;

  private constructor(server: Server, onWebhook: (body: WebhookBody) => void) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/calls`;
    this.#server = server;
    this.#onWebhook = onWebhook;
    server.on('request', (request, response) => {
      this.#take(request).then(
        () => response.writeHead(204).end(),
        () => response.writeHead(401).end(),
      );
    });
  }

  static async start(onWebhook: (body: WebhookBody) => void): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new WebhookReceiver(server, onWebhook);
  }

  trust(secret: string): void {
    this.#secret.resolve(secret);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage): Promise<void> {
    const rawBody = Buffer.concat(await request.toArray());
    const secret = await this.#secret.promise;
    this.#onWebhook(verifyWebhook({ headers: request.headers, rawBody, secret }));
  }
}
