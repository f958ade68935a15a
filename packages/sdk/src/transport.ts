import { BASE_PATH } from '@cordboard/contract';
import { type Clock, pause } from './clock.ts';
import { CordboardConnectionError, errorOf } from './errors.ts';
import { pauseBeforeRetry, type Repeat, readRetryAfter } from './retry.ts';

export interface TransportOptions {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly app: string;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface WireRequest {
  readonly method: string;
  /** From the host on, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly repeat: Repeat;
  readonly signal?: AbortSignal;
}

/** Sends requests and repeats those that may be repeated. Knows nothing of tokens. */
export class Transport {
  readonly #o: TransportOptions;
  /** Where the platform is: origin, and a path prefix when it lies behind a proxy. */
  readonly #base: string;

  constructor(options: TransportOptions) {
    this.#o = options;
    this.#base = baseOf(options.url);
  }

  /** The parsed body; undefined when there is none. Throws CordboardError, CordboardConnectionError or the abort reason. */
  async send(request: WireRequest): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(request);
      } catch (error) {
        const { retries, random, clock } = this.#o;
        const ms = pauseBeforeRetry(error, { repeat: request.repeat, attempt, retries, random });
        if (ms === undefined) throw error;
        await pause(clock, ms, request.signal);
      }
    }
  }

  /** The path of a link from an answer. Refuses links to other hosts: the token would go with them. */
  pathOf(link: string): string {
    const url = new URL(link, this.#base);
    if (url.origin !== new URL(this.#base).origin) throw new Error(`The link ${link} leads to another host`);
    return url.pathname + url.search;
  }

  /** Where a WebSocket of the platform is; `path` from the host on, with its query. */
  webSocketUrl(path: string): string {
    return this.#base.replace(/^http/, 'ws') + path;
  }

  async #attempt(request: WireRequest): Promise<unknown> {
    const timeout = AbortSignal.timeout(this.#o.timeoutMs);
    const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
    const url = this.#base + request.path;
    let response: Response;
    let text: string;
    try {
      response = await this.#o.fetch(url, {
        method: request.method,
        headers: this.#headers(request),
        ...(request.body === undefined ? {} : { body: request.body }),
        // A redirect would carry the token to where it leads.
        redirect: 'error',
        signal,
      });
      text = await response.text();
    } catch (cause) {
      if (request.signal?.aborted) throw request.signal.reason;
      throw new CordboardConnectionError(url, cause);
    }
    if (response.ok) return text === '' ? undefined : parse(text, url);
    throw errorOf(response, text, readRetryAfter(response.headers.get('retry-after'), this.#o.clock.now()));
  }

  #headers(request: WireRequest): Record<string, string> {
    return {
      accept: 'application/json',
      'x-mitel-app': this.#o.app,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    };
  }
}

function baseOf(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError(`url takes an address such as http://127.0.0.1:8080, not "${written}"`);
  }
  if (url.username !== '' || url.password !== '') throw new TypeError('url takes no credentials: use signIn');
  const prefix = url.pathname.replace(/\/+$/, '');
  return url.origin + (prefix.endsWith(BASE_PATH) ? prefix.slice(0, -BASE_PATH.length) : prefix);
}

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The answer of ${new URL(url).origin} is not JSON; is it a Cordboard server?`, { cause });
  }
}
