import type { Clock } from '../../clock.ts';
import { plainText } from '../../plain-text.ts';
import type { Connections } from './connections.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** More of an answer than this is not even read. */
const MAX_ANSWER_BYTES = 65_536;

/** What became of one request: an answer, or none. */
export type Answer =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      /** There was more of the body, or its end did not come. */
      readonly truncated: boolean;
    }
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
    // Read, so that the socket can be used again; the status has decided already.
    return { status: statusCode, headers: flat(headers), ...(await readStart(body)) };
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

async function readStart(body: AsyncIterable<Buffer>): Promise<{ body: string; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let room = MAX_ANSWER_BYTES;
  try {
    for await (const chunk of body) {
      chunks.push(chunk.subarray(0, room));
      room -= chunk.length;
      if (room < 0) break;
    }
  } catch {
    room = -1;
  }
  return { body: plainText(Buffer.concat(chunks).toString('utf8')), truncated: room < 0 };
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const one: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) one[name] = [value].flat().join(', ');
  return one;
}
