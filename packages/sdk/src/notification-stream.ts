import {
  errorCodes,
  errorNames,
  type ListenFrame,
  type Publication,
  type ReloadReason,
  type StreamFrame,
  streamCloseCodes,
} from '@cordboard/contract';
import { type Clock, pause } from './clock.ts';
import { CordboardConnectionError, CordboardError } from './errors.ts';
import { ItemQueue } from './item-queue.ts';
import { backOff } from './retry.ts';
import { hear } from './stream-socket.ts';

/** What waits for a slow reader; beyond it the connection is given up until all is read. */
const MOST_WAITING = 1_000;

export interface StreamOptions extends Omit<ListenFrame, 'type' | 'id'> {
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

export type StreamItem =
  | { readonly type: 'event'; readonly number: number; readonly publication: Publication }
  /** What came up to the number cannot be told: load what you need, and go on. */
  | { readonly type: 'reload'; readonly number: number; readonly reason: ReloadReason };

export interface StreamParts {
  /** A URL to open, with its credential. Throws as `client.call` does. */
  readonly address: (signal: AbortSignal) => Promise<string>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly WebSocket: typeof WebSocket;
}

/**
 * Publications as they are committed, each once and in order. Comes back by itself after whatever cuts it off, and goes
 * on where it was. Ends with `return()`, `break` or the signal; throws CordboardError when the platform refuses it.
 */
export class NotificationStream implements AsyncIterableIterator<StreamItem, undefined> {
  readonly #parts: StreamParts;
  readonly #interest: Omit<StreamOptions, 'signal'>;
  readonly #queue = new ItemQueue<StreamItem>();
  readonly #ending = new AbortController();
  /** Of the last frame that came, and of the last that the program knows of. */
  #received: number | undefined;
  #taken: number | undefined;
  #release: () => void = () => {};

  constructor(parts: StreamParts, { signal, ...interest }: StreamOptions) {
    this.#parts = parts;
    this.#interest = interest;
    this.#received = interest.after;
    this.#taken = interest.after;
    const end = () => this.#end();
    signal?.addEventListener('abort', end, { once: true });
    this.#release = () => signal?.removeEventListener('abort', end);
    if (signal?.aborted) end();
    void this.#run();
  }

  /** What to give as `after` to a later stream that shall go on here; undefined before the beginning. */
  get number(): number | undefined {
    return this.#taken;
  }

  async next(): Promise<IteratorResult<StreamItem, undefined>> {
    const result = await this.#queue.next();
    if (!result.done) this.#taken = result.value.number;
    return result;
  }

  async return(): Promise<IteratorResult<StreamItem, undefined>> {
    this.#end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
  }

  #end(): void {
    this.#release();
    this.#queue.end();
    this.#ending.abort();
  }

  async #run(): Promise<void> {
    const { clock, random } = this.#parts;
    const { signal } = this.#ending;
    try {
      for (let attempt = 1; !signal.aborted; attempt += 1) {
        if (await this.#connect()) attempt = 1;
        await this.#queue.emptied();
        await pause(clock, backOff(attempt, random), signal);
      }
    } catch (error) {
      // After the end, nobody hears of it.
      this.#queue.fail(error);
      this.#release();
    }
  }

  /** One connection, to its end. @returns whether the platform let us listen */
  async #connect(): Promise<boolean> {
    const { signal } = this.#ending;
    let url: string;
    try {
      url = await this.#parts.address(signal);
    } catch (error) {
      if (isPassing(error)) return false;
      throw error;
    }
    let listened = false;
    let refusal: CordboardError | undefined;
    const onFrame = (frame: StreamFrame) => {
      if (frame.type === 'error') {
        refusal = errorOfFrame(frame);
        return false;
      }
      listened = true;
      this.#take(frame);
      return this.#queue.size < MOST_WAITING;
    };
    const code = await hear(url, { ...this.#parts, listen: this.#listen(), signal, onFrame });
    if (refusal !== undefined && !isPassing(refusal)) throw refusal;
    if (code === streamCloseCodes.tooLong) throw new TypeError('The filters are too long for the stream');
    return listened;
  }

  #listen(): ListenFrame {
    const after = this.#received;
    return { ...this.#interest, type: 'listen', id: 'stream', ...(after === undefined ? {} : { after }) };
  }

  #take(frame: Exclude<StreamFrame, { type: 'error' }>): void {
    this.#received = frame.number;
    const { number } = frame;
    if (this.#queue.size === 0 && (frame.type === 'listening' || frame.type === 'progress')) this.#taken = number;
    if (frame.type === 'event') this.#queue.push({ type: 'event', number, publication: frame.publication });
    if (frame.type === 'reload') this.#queue.push({ type: 'reload', number, reason: frame.reason });
  }
}

/** Does it go by itself? */
function isPassing(error: unknown): boolean {
  if (error instanceof CordboardConnectionError) return true;
  return error instanceof CordboardError && (error.status >= 500 || error.status === 429);
}

function errorOfFrame({ code, message, param }: StreamFrame & { type: 'error' }): CordboardError {
  // A newer platform may have codes that we do not know.
  const status = errorCodes[code]?.status ?? 400;
  return new CordboardError({
    status,
    name: errorNames[status],
    message,
    code,
    ...(param === undefined ? {} : { param }),
  });
}
