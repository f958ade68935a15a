import type { ServerProcess } from './server-process.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a stranger reads from the wire has no type
  body: any;
}

/** A program that speaks to the API as the tutorials do: plain HTTP, no SDK. Paths are below /2017-09-01. */
export class Api {
  accountId = '';
  readonly #url: string;
  #token = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** The access token. */
  get token(): string {
    return this.#token;
  }

  static async signIn(server: ServerProcess, credentials = server.admin): Promise<Api> {
    const api = new Api(server.url);
    await api.signIn(credentials);
    return api;
  }

  async signIn(credentials: { email: string; password: string }): Promise<void> {
    const token = await this.call('POST', '/token', {
      grant_type: 'password',
      username: credentials.email,
      password: credentials.password,
    });
    if (token.status !== 200) throw new Error(`no token: ${token.status} ${JSON.stringify(token.body)}`);
    this.#token = token.body.access_token;
    const who = await this.call('GET', '/token');
    this.accountId = who.body.accountId;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.#url}/2017-09-01${path}`, {
      method,
      headers: {
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  }

  /** Makes a user with this extension and gives the credentials of the extension's phone. */
  async createPhone(
    extension: string,
  ): Promise<{ username: string; password: string; realm: string; registrar: string }> {
    const user = await this.call('POST', `/accounts/${this.accountId}/users`, {
      email: `user${extension}@example.com`,
      name: `User ${extension}`,
      extension,
    });
    if (user.status !== 201) throw new Error(`no user: ${user.status} ${JSON.stringify(user.body)}`);
    const credentials = await this.call('POST', `/endpoints/${extension}/credentials`);
    if (credentials.status >= 300) throw new Error(`no credentials: ${JSON.stringify(credentials.body)}`);
    return credentials.body;
  }

  /** The active calls of an endpoint. */
  async calls(endpointId: string): Promise<Answer['body'][]> {
    const answer = await this.call('GET', `/endpoints/${endpointId}/calls`);
    if (answer.status !== 200) throw new Error(`no calls: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body._embedded.items;
  }
}

function parsed(text: string): Answer['body'] {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
