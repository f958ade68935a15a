import { BASE_PATH } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes from the wire has no type
  readonly body: any;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS';
type Headers = Readonly<Record<string, string>>;

/** A program that speaks to the API. Paths are below /2017-09-01; `outside` takes whole ones. */
export class Client {
  readonly #app: FastifyInstance;
  readonly #headers: Headers;

  constructor(app: FastifyInstance, headers: Headers = {}) {
    this.#app = app;
    this.#headers = headers;
  }

  get(path: string, headers?: Headers): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers?: Headers): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers?: Headers): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  delete(path: string, headers?: Headers): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  send(method: Method, path: string, body?: unknown, headers?: Headers): Promise<Answer> {
    return this.outside(method, BASE_PATH + path, body, headers);
  }

  /** A body that is a string goes out as it is; everything goes as JSON unless a header says otherwise. */
  async outside(method: Method, url: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const response = await this.#app.inject({
      method,
      url,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.#headers,
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
      body: parsed(response.body, String(response.headers['content-type'])),
    };
  }
}

function parsed(text: string, type: string): unknown {
  return type.startsWith('application/json') && text !== '' ? JSON.parse(text) : text;
}
