import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Cuts the connection instead of answering. */
  cut?: boolean;
  /** Never answers. */
  hang?: boolean;
}

type Answer = (seen: Seen) => Reply;

/** A platform over real HTTP: gives tokens that it can refuse again, and answers the rest as the test says. */
export class FakePlatform {
  readonly seen: Seen[] = [];
  /** Access tokens that are good. */
  readonly good = new Set<string>();
  /** Grants asked for, in order. */
  readonly grants: string[] = [];
  expiresIn = 3600;
  /** Refuses the refresh_token grant with this status. */
  refuseRefresh: number | undefined;
  #answer: Answer = () => ({ body: {} });
  #refresh = '';
  #count = 0;
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

  /** How everything but POST /token is answered. */
  answers(answer: Answer): void {
    this.#answer = answer;
  }

  /** One reply after the other; the last one again and again. */
  answersInTurn(...replies: Reply[]): void {
    let turn = 0;
    this.#answer = () => replies[Math.min(turn++, replies.length - 1)]!;
  }

  /** What came, without the token requests. */
  get requests(): Seen[] {
    return this.seen.filter(({ method, url }) => !(method === 'POST' && url.endsWith('/token')));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    this.seen.push(seen);
    const reply = this.#replyTo(seen);
    if (reply.cut) return void request.socket.destroy();
    if (reply.hang) return;
    const text =
      reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status ?? 200, { 'x-mitel-correlation-id': 'c-1', ...reply.headers }).end(text);
  }

  #replyTo(seen: Seen): Reply {
    if (seen.method === 'POST' && seen.url === '/2017-09-01/token') return this.#token(JSON.parse(seen.body));
    const token = seen.headers.authorization?.replace('Bearer ', '');
    if (token === undefined || !this.good.has(token)) {
      return { status: 401, body: { name: 'Unauthorized', message: 'The token is expired.', code: 'unauthorized' } };
    }
    return this.#answer(seen);
  }

  #token(body: Record<string, string>): Reply {
    this.grants.push(body.grant_type ?? '');
    const refreshes = body.grant_type === 'refresh_token';
    if (refreshes && this.refuseRefresh !== undefined) return error(this.refuseRefresh);
    if (refreshes ? body.refresh_token !== this.#refresh : body.password !== 'right') {
      return error(401, 'invalid_credentials');
    }
    this.#count += 1;
    this.#refresh = `refresh-${this.#count}`;
    const access = `access-${this.#count}`;
    this.good.add(access);
    const token = { token_type: 'bearer', expires_in: this.expiresIn, access_token: access };
    return { body: { ...token, refresh_token: this.#refresh, scope: 'read write' } };
  }
}

function error(status: number, code = 'some_code'): Reply {
  return { status, body: { name: 'SomeError', message: 'No.', code } };
}
