import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';

export interface PlatformSubscription {
  subscriptionId: string;
  deviceId: string;
  subjectFilter: string;
  publicationFilter: string;
  methodFilter: string;
  topic: string;
  transport: string;
  createdOn: string;
  expiryDateTime: string;
  status: string;
  secret: string;
}

export interface Action {
  path: string;
  body: { action: string; destination?: string };
}

interface Answer {
  status: number;
  body: unknown;
}

/** What the router needs of a platform, over real HTTP: tokens, subscriptions, calls, and signed webhooks. */
export class FakePlatform {
  readonly subscriptions = new Map<string, PlatformSubscription>();
  /** Subscriptions ever made, in order. */
  readonly made: PlatformSubscription[] = [];
  readonly actions: Action[] = [];
  /** Active calls by endpoint; an endpoint that is not here does not exist. */
  readonly calls = new Map<string, Record<string, unknown>[]>([['2880', []]]);
  signedOut = 0;
  lifetimeMs = 86_400_000;
  /** Milliseconds since the epoch. */
  now: () => number = Date.now;
  /** How redirects are answered. */
  redirect: Answer = { status: 200, body: {} };
  /** Answers everything about subscriptions with it. */
  subscriptionsFail: Answer | undefined;
  /** Holds back the answers to redirects and to new subscriptions. */
  hold: Promise<void> = Promise.resolve();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<FakePlatform> {
    const server = createServer();
    const platform = new FakePlatform(server);
    server.on('request', (request, response) => void platform.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  get latest(): PlatformSubscription {
    return this.made.at(-1)!;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Delivers a publication about a call; gives the status that the router answered with. */
  async deliver(content: Record<string, unknown>, o: Delivery = {}): Promise<number> {
    const subscription = o.subscription ?? this.latest;
    const { endpointId = '2880', callId = '23', ...rest } = content;
    const id = o.id ?? randomUUID();
    const body = JSON.stringify({
      publicationId: id,
      topic: 'platform-api-media',
      method: 'PUT',
      subject: `/2017-09-01/endpoints/${endpointId}/calls/${callId}`,
      content: { ...ringing, ...rest, endpointId, callId: `endpoints/${endpointId}/calls/${callId}` },
      publisher: { accountId: 'a', principalId: 'p' },
      subscription: { subscriptionId: subscription.subscriptionId },
      notification: { createdOn: new Date().toISOString(), correlationId: 'c' },
    });
    const at = new Date(this.now());
    const response = await fetch(subscription.deviceId, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(o.secret ?? subscription.secret).sign(id, at, body),
      },
      body: o.tampered ? body.replace('ringing', 'ringinG') : body,
    });
    await response.text();
    return response.status;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const path = (request.url ?? '').replace('/2017-09-01', '');
    const { status, body } = this.#answer(`${request.method} ${path}`, path, text === '' ? {} : JSON.parse(text));
    if (request.method === 'PUT' || (request.method === 'POST' && path === '/subscriptions')) await this.hold;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  // biome-ignore lint/suspicious/noExplicitAny: bodies from the wire have no type
  #answer(line: string, path: string, body: any): Answer {
    const [, first, id, calls] = path.split('/');
    if (line === 'POST /token') return body.password === 'right' ? token : refused;
    if (line === 'DELETE /token') return { status: 200, body: { count: ++this.signedOut } };
    if (first === 'subscriptions') return this.subscriptionsFail ?? this.#subscriptions(line, id, body);
    if (first !== 'endpoints' || calls === undefined) return missing;
    if (line.startsWith('PUT ')) {
      this.actions.push({ path, body });
      return this.redirect;
    }
    const active = this.calls.get(id ?? '');
    return active === undefined ? missing : { status: 200, body: page(active) };
  }

  #subscriptions(line: string, id: string | undefined, body: Omit<PlatformSubscription, 'subscriptionId'>): Answer {
    if (line === 'POST /subscriptions') {
      const subscription = {
        ...body,
        subscriptionId: randomUUID().replaceAll('-', ''),
        createdOn: new Date(this.now()).toISOString(),
        expiryDateTime: new Date(this.now() + this.lifetimeMs).toISOString(),
        status: 'active',
        secret: `whsec_${randomBytes(24).toString('base64')}`,
      };
      this.subscriptions.set(subscription.subscriptionId, subscription);
      this.made.push(subscription);
      return { status: 201, body: subscription };
    }
    if (id === undefined) return { status: 200, body: page([...this.subscriptions.values()]) };
    const found = this.subscriptions.get(id);
    if (line.startsWith('DELETE ')) this.subscriptions.delete(id);
    return found === undefined ? missing : { status: 200, body: found };
  }
}

interface Delivery {
  subscription?: PlatformSubscription;
  id?: string;
  secret?: string;
  tampered?: boolean;
}

/** An outside call that begins to ring. */
export const ringing = {
  from: '+16135550100',
  fromName: 'Outside Caller',
  state: 'ringing',
  cause: 'newCall',
  direction: 'inbound',
  createdOn: '2026-11-24T15:00:00.000Z',
};

const token: Answer = {
  status: 200,
  body: { token_type: 'bearer', expires_in: 3600, access_token: 'a', refresh_token: 'r', scope: 'read write' },
};
const refused: Answer = { status: 401, body: { name: 'Unauthorized', message: 'User name or password is wrong.' } };
const missing: Answer = { status: 404, body: { name: 'NotFound', message: 'There is no such thing.' } };

function page(items: readonly object[]): object {
  return { count: items.length, _links: { self: '/' }, _embedded: { items } };
}
