import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, verifyWebhook, type WebhookBody, WebhookVerificationError, webhookId } from '@cordboard/sdk';

/** A publication about a call is a few kilobytes. */
const MOST_BYTES = 262_144;

export interface ReceiverOptions {
  readonly host: string;
  readonly port: number;
  /** Keys that signatures may be made with. */
  secrets(): readonly string[];
  /** Resolves after a subscription that is being made: its first webhook may be here before its secret is. */
  settled(): Promise<void>;
  /** Called after the webhook was answered. */
  onWebhook(id: string, body: WebhookBody): void;
  onRefused(reason: string): void;
  readonly clock: Clock;
}

/**
 * The router's side of the webhooks: believes only what is signed, answers at once, and leaves the work for afterwards,
 * so that slow work never looks like a dead receiver. GET /health answers 200.
 */
export class Receiver {
  readonly #server: Server;
  readonly #o: ReceiverOptions;

  private constructor(server: Server, options: ReceiverOptions) {
    this.#server = server;
    this.#o = options;
  }

  static async listen(options: ReceiverOptions): Promise<Receiver> {
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 });
    const receiver = new Receiver(server, options);
    server.on('request', (request, response) => void receiver.#serve(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(options.port, options.host, resolve);
    });
    return receiver;
  }

  /** Where it listens. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    const patience = this.#o.clock.after(1_000, () => this.#server.closeAllConnections());
    await closed;
    patience.cancel();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method === 'GET' && request.url === '/health') return answer(response, 200, 'ok');
      if (request.method !== 'POST') return answer(response, 405, 'webhooks are posted here');
      const rawBody = await bodyOf(request);
      if (rawBody === undefined) return answer(response, 413, 'too large');
      await this.#take(request, response, rawBody);
    } catch {
      // The sender went away in the middle; it will come back.
      response.destroy();
    }
  }

  async #take(request: IncomingMessage, response: ServerResponse, rawBody: Buffer): Promise<void> {
    let body: WebhookBody;
    try {
      body = await this.#verify(request, rawBody);
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      this.#o.onRefused(error.message);
      return answer(response, 401, error.problem);
    }
    answer(response, 200, 'ok');
    this.#o.onWebhook(webhookId(request.headers) ?? '', body);
  }

  async #verify({ headers }: IncomingMessage, rawBody: Buffer): Promise<WebhookBody> {
    const verify = () => verifyWebhook({ headers, rawBody, secret: this.#o.secrets(), now: this.#o.clock.now() });
    try {
      return verify();
    } catch (error) {
      if (!(error instanceof WebhookVerificationError && error.problem === 'wrongSignature')) throw error;
      await this.#o.settled();
      return verify();
    }
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    // Read to its end without keeping it: an answer before that may never reach the sender.
    if (bytes <= MOST_BYTES) chunks.push(chunk as Buffer);
  }
  return bytes <= MOST_BYTES ? Buffer.concat(chunks) : undefined;
}
