import type { Clock } from '../../clock.ts';
import type { Connections } from './connections.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** Of a receiver's answer nothing is used but the status; more than this is not even read. */
const MAX_ANSWER_BYTES = 65_536;

/** What became of one request: an answer, or none. */
export type Answer =
  | { readonly status: number; readonly retryAfter: string | undefined }
  | { readonly status: undefined; readonly error: string };

/**
 * Sends one webhook and waits for the answer. Redirects are not followed. Never throws: whatever goes wrong on the way
 * is an answer without a status.
 */
export async function attempt(
  connections: Connections,
  url: URL,
  request: WebhookRequest,
  { clock, timeoutMs, signal }: { clock: Clock; timeoutMs: number; signal: AbortSignal },
): Promise<Answer> {
  const ended = new AbortController();
  const end = () => ended.abort(new Error('closed'));
  const timer = clock.after(timeoutMs, () => ended.abort(new Error('timeout')));
  signal.addEventListener('abort', end, { once: true });
  try {
    const { statusCode, headers, body } = await connections.to(url).request({
      method: 'POST',
      path: url.pathname + url.search,
      headers: request.headers,
      body: request.body,
      signal: ended.signal,
    });
    const retryAfter = headers['retry-after'];
    // Read, so that the socket can be used again; the status has decided already.
    await body.dump({ limit: MAX_ANSWER_BYTES, signal: ended.signal }).catch(() => {});
    return { status: statusCode, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined };
  } catch (error) {
    return { status: undefined, error: describe(ended.signal.aborted ? ended.signal.reason : error) };
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', end);
  }
}

/** A code where there is one (ECONNREFUSED, target_refused), else the message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  const { code } = error as Error & { code?: unknown };
  return (typeof code === 'string' ? code : error.message).slice(0, 200);
}
