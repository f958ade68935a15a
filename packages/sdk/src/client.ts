import { type Claims, type Operation, operations, path } from '@cordboard/contract';
import { type Clock, systemClock } from './clock.ts';
import { EndpointHandle } from './endpoint-handle.ts';
import { CordboardError } from './errors.ts';
import { Notifications } from './notifications.ts';
import type { OperationCaller } from './operation-caller.ts';
import type { AnyRequest, CallSettings, ItemOf, RequestArguments, ResultOf } from './operation-types.ts';
import { repeatOf } from './retry.ts';
import { type Credentials, Session } from './session.ts';
import { Subscriptions } from './subscriptions.ts';
import { Transport } from './transport.ts';
import { Users } from './users.ts';

export interface ClientOptions {
  /** Where the platform is, for example http://127.0.0.1:8080. */
  readonly url: string;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Value of X-Mitel-App, `app=<name>/<version>;...` (contract section 1). */
  readonly app?: string;
  /** Attempts after the first, for requests that may be repeated. Default 3. */
  readonly retries?: number;
  /** Patience with one attempt. Default 30 s. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly newId?: () => string;
  /** For streams. Default: the global one. */
  readonly WebSocket?: typeof WebSocket;
}

/**
 * A program's way to a Cordboard (or CloudLink) platform: any operation of the contract through `call`, the usual ones
 * by name. Keeps its access token fresh, repeats what may be repeated. Errors: CordboardError (the platform said no),
 * CordboardConnectionError (no answer), the signal's reason (aborted).
 */
export class CordboardClient implements OperationCaller {
  readonly notifications: Notifications;
  readonly subscriptions: Subscriptions;
  readonly users: Users;
  readonly #transport: Transport;
  readonly #session: Session;
  readonly #newId: () => string;

  constructor(options: ClientOptions) {
    const clock = options.clock ?? systemClock;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
    const random = options.random ?? Math.random;
    this.#transport = new Transport({
      url: options.url,
      fetch: options.fetch ?? globalThis.fetch,
      app: options.app ?? 'app=cordboard-sdk/0.1.0',
      retries: options.retries ?? 3,
      timeoutMs: options.timeoutMs ?? 30_000,
      clock,
      random,
    });
    this.#session = new Session(this.#transport, clock);
    this.notifications = new Notifications({
      client: this,
      webSocketUrl: (path) => this.#transport.webSocketUrl(path),
      clock,
      random,
      WebSocket: options.WebSocket ?? globalThis.WebSocket,
    });
    this.subscriptions = new Subscriptions(this);
    this.users = new Users(this);
  }

  /** Gets tokens for the user. The credentials stay in memory, to sign in again when the session ends; see signOut. */
  async signIn(credentials: Credentials): Promise<void> {
    await this.#session.signIn(credentials);
  }

  /** Ends the session on the platform and forgets tokens and credentials, even when the platform does not answer. */
  async signOut(settings: Pick<CallSettings, 'signal'> = {}): Promise<void> {
    try {
      await this.call(operations.deleteToken, settings);
    } catch (error) {
      if (!(error instanceof CordboardError && error.status === 401)) throw error;
    } finally {
      this.#session.forget();
    }
  }

  /** Uses an access token from elsewhere; when it expires, requests fail with 401. */
  useToken(accessToken: string): void {
    this.#session.useToken(accessToken);
  }

  /** The claims of the token: user, role, account, extension. */
  async whoAmI(): Promise<Claims> {
    return await this.call(operations.getToken);
  }

  /** Does an operation of the contract; what it takes and gives follows from the operation. */
  async call<const O extends Operation>(operation: O, ...[request]: RequestArguments<O>): Promise<ResultOf<O>> {
    return (await this.#send(operation, request ?? {}, pathOf(operation, request ?? {}))) as ResultOf<O>;
  }

  /** The pages of a collection, following `_links.next` (contract section 1, "HAL shapes"). */
  async *pages<const O extends Operation>(operation: O, ...[request]: RequestArguments<O>): AsyncIterable<ItemOf<O>[]> {
    let next: string | undefined = pathOf(operation, request ?? {});
    const seen = new Set<string>();
    while (next !== undefined && !seen.has(next)) {
      seen.add(next);
      const page = (await this.#send(operation, request ?? {}, next)) as Page<ItemOf<O>>;
      yield page._embedded.items;
      next = page._links.next === undefined ? undefined : this.#transport.pathOf(page._links.next);
    }
  }

  /** The items of all pages; a page is fetched when its first item is wanted. */
  async *items<const O extends Operation>(operation: O, ...args: RequestArguments<O>): AsyncIterable<ItemOf<O>> {
    for await (const page of this.pages(operation, ...args)) yield* page;
  }

  /** A telephone line by its extension; asks nothing of the platform yet. */
  endpoint(endpointId: string): EndpointHandle {
    return new EndpointHandle(this, endpointId);
  }

  async #send(operation: Operation, request: AnyRequest, wirePath: string): Promise<unknown> {
    const isPublic = operation.access === 'public';
    // Only POSTs that make something; the token routes know no such key.
    const key = operation.method === 'POST' && !isPublic ? (request.idempotencyKey ?? this.#newId()) : undefined;
    const send = (token: string | undefined) =>
      this.#transport.send({
        method: operation.method,
        path: wirePath,
        headers: {
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...request.headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        repeat: repeatOf(operation, key !== undefined),
        signal: request.signal,
      });
    if (isPublic) return await send(undefined);
    const token = await this.#session.accessToken();
    try {
      return await send(token);
    } catch (error) {
      if (!(error instanceof CordboardError) || error.status !== 401) throw error;
      const fresh = await this.#session.replacementOf(token);
      if (fresh === undefined) throw error;
      return await send(fresh);
    }
  }
}

interface Page<I> {
  readonly _links: { readonly next?: string };
  readonly _embedded: { readonly items: I[] };
}

function pathOf(operation: Operation, { params, query }: AnyRequest): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  const whole = path(operation, params);
  return search.size === 0 ? whole : `${whole}?${search}`;
}
