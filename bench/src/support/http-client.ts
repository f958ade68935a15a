import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what comes from the wire has no type
  readonly body: any;
}

/** A client with connections that stay open: what a request costs, and not what a connection costs. */
export class HttpClient implements Disposable {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.#url = url;
  }

  async send(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const all = {
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    return await new Promise((resolve, reject) => {
      const outgoing = request(`${this.#url}${path}`, { method, headers: all, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          const contentType = response.headers['content-type'] ?? '';
          const parsed = contentType.includes('json') && answer !== '' ? JSON.parse(answer) : undefined;
          resolve({ status: response.statusCode ?? 0, contentType, text: answer, body: parsed });
        });
      });
      outgoing.once('error', reject);
      outgoing.end(text);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
