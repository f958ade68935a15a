/** One request and what came of it, without secrets: fit for a terminal or a log. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  /** Parsed, when it was JSON. */
  readonly body?: unknown;
  /** Undefined when there was no answer; see `error`. */
  readonly status?: number;
  readonly answer?: unknown;
  readonly error?: unknown;
}

const SECRETS = ['password', 'access_token', 'refresh_token', 'secret', 'client_secret'];
/** An authorization code is worth a sign-in; an error's `code` is not. */
const SECRETS_OF_REQUESTS = [...SECRETS, 'code', 'code_verifier'];

/**
 * A fetch that tells of each exchange, for `new CordboardClient({ fetch })`. Headers are left out and secrets in
 * bodies are blacked out.
 */
export function traceFetch(tell: (exchange: Exchange) => void, onward: typeof fetch = globalThis.fetch): typeof fetch {
  return async (input, init) => {
    const request = {
      method: init?.method ?? 'GET',
      url: new URL(input instanceof Request ? input.url : input),
      ...(typeof init?.body === 'string' ? { body: readable(init.body, SECRETS_OF_REQUESTS) } : {}),
    };
    try {
      const response = await onward(input, init);
      const text = await response.clone().text();
      tell({ ...request, status: response.status, ...(text === '' ? {} : { answer: readable(text, SECRETS) }) });
      return response;
    } catch (error) {
      tell({ ...request, error });
      throw error;
    }
  };
}

function readable(text: string, secrets: readonly string[]): unknown {
  try {
    return JSON.parse(text, (key, value) => (secrets.includes(key) && typeof value === 'string' ? '***' : value));
  } catch {
    return text;
  }
}
