import { type IncomingRequest, type NotifierSubscription, parseUri, type SipEndpoint } from '@cordboard/sip';
import type { EndpointDirectory } from '../endpoint-directory.ts';
import type { MessageCount, PbxLimits } from '../pbx.ts';
import type { Authentication } from '../registrar/authentication.ts';
import { type EventPackage, stateOf } from './event-package.ts';

/** In seconds. */
const LIFE = { least: 60, most: 3_600, usual: 3_600 } as const;
const NO_MESSAGES: MessageCount = { new: 0, old: 0 };

interface Watch {
  readonly subscription: NotifierSubscription;
  /** Who has subscribed. */
  readonly watcher: string;
}

/** Phones subscribe here to what happens to endpoints, and are told (RFC 6665). */
export class EventServer {
  readonly #endpoint: SipEndpoint;
  readonly #authentication: Authentication;
  readonly #directory: EndpointDirectory;
  readonly #limits: PbxLimits;
  readonly #packages: ReadonlyMap<string, EventPackage>;
  /** By the endpoint that is watched. */
  readonly #watches = new Map<string, Set<Watch>>();
  readonly #byWatcher = new Map<string, number>();
  readonly #messages = new Map<string, MessageCount>();
  #size = 0;

  constructor(o: {
    endpoint: SipEndpoint;
    authentication: Authentication;
    directory: EndpointDirectory;
    limits: PbxLimits;
    packages: ReadonlyMap<string, EventPackage>;
  }) {
    this.#endpoint = o.endpoint;
    this.#authentication = o.authentication;
    this.#directory = o.directory;
    this.#limits = o.limits;
    this.#packages = o.packages;
  }

  get size(): number {
    return this.#size;
  }

  /** A SUBSCRIBE outside a dialog. */
  receive(incoming: IncomingRequest): void {
    const watcher = this.#watcher(incoming);
    const written = incoming.request.headers.get('event') ?? '';
    const one = this.#packages.get(written.split(';')[0]?.trim().toLowerCase() ?? '');
    if (watcher === undefined) return;
    if (one === undefined) {
      incoming.respond(489, undefined, { headers: { 'Allow-Events': [...this.#packages.keys()].join(', ') } });
      return;
    }
    const watched = parseUri(incoming.request.uri)?.user ?? '';
    const refusal = this.#refusal(one, { watcher, watched });
    if (refusal !== undefined) incoming.respond(refusal);
    else if (!accepts(incoming, one.contentType)) incoming.respond(406);
    else {
      const seconds = lifeOf(incoming);
      if (seconds !== undefined) this.#open(incoming, { one, event: written, watcher, watched, seconds });
    }
  }

  /** Something about an endpoint has changed. */
  changed(endpointId: string): void {
    for (const { subscription } of this.#watches.get(endpointId) ?? []) subscription.notify();
  }

  setMessageCount(endpointId: string, count: MessageCount): void {
    if (this.#directory.get(endpointId) === undefined) return;
    this.#messages.set(endpointId, count);
    this.changed(endpointId);
  }

  /** An endpoint is there no more: neither as one that is watched, nor as one that watches. */
  removed(endpointId: string): void {
    this.#messages.delete(endpointId);
    for (const [watched, watches] of [...this.#watches]) {
      for (const { subscription, watcher } of [...watches]) {
        if (watched === endpointId) subscription.terminate('noresource');
        else if (watcher === endpointId) subscription.terminate('rejected');
      }
    }
  }

  /** Who asks, as for REGISTER; undefined when it has been answered. */
  #watcher({ request, flow, respond }: IncomingRequest): string | undefined {
    const verdict = this.#authentication.check(request, flow);
    if (verdict.kind === 'known') return verdict.endpointId;
    if (verdict.kind === 'blocked')
      respond(503, undefined, { headers: { 'Retry-After': String(verdict.retryAfterSeconds) } });
    else {
      respond(401, undefined, {
        headers: verdict.wwwAuthenticate.map((value) => ['WWW-Authenticate', value] as const),
      });
    }
    return undefined;
  }

  #refusal(one: EventPackage, { watcher, watched }: { watcher: string; watched: string }): number | undefined {
    if (one.private && watcher !== watched) return 403;
    if (this.#directory.get(watched) === undefined) return 404;
    const own = this.#byWatcher.get(watcher) ?? 0;
    const full = this.#size >= this.#limits.subscriptions || own >= this.#limits.subscriptionsPerEndpoint;
    return full ? 503 : undefined;
  }

  #open(
    incoming: IncomingRequest,
    o: { one: EventPackage; event: string; watcher: string; watched: string; seconds: number },
  ): void {
    const { watcher, watched } = o;
    let version = -1;
    const user = {
      event: o.event,
      state: () => {
        version += 1;
        return stateOf(o.one, watched, { version, messages: this.#messages.get(watched) ?? NO_MESSAGES });
      },
      refresh: (again: IncomingRequest) => {
        const who = this.#watcher(again);
        if (who !== undefined && who !== watcher) again.respond(403);
        return who === watcher ? lifeOf(again) : undefined;
      },
      ended: () => this.#forget(watched, watch),
    };
    const subscription = this.#endpoint.openSubscription(incoming, { expiresSeconds: o.seconds, user });
    const watch: Watch = { subscription, watcher };
    const watches = this.#watches.get(watched) ?? new Set();
    this.#watches.set(watched, watches.add(watch));
    this.#byWatcher.set(watcher, (this.#byWatcher.get(watcher) ?? 0) + 1);
    this.#size += 1;
  }

  #forget(watched: string, watch: Watch): void {
    const watches = this.#watches.get(watched);
    if (watches?.delete(watch) !== true) return;
    if (watches.size === 0) this.#watches.delete(watched);
    const left = (this.#byWatcher.get(watch.watcher) ?? 1) - 1;
    if (left === 0) this.#byWatcher.delete(watch.watcher);
    else this.#byWatcher.set(watch.watcher, left);
    this.#size -= 1;
  }
}

/** How long it is granted, in seconds; undefined when it has been refused as too brief (RFC 6665 section 4.2.1.1). */
function lifeOf({ request, respond }: IncomingRequest): number | undefined {
  const written = request.headers.get('expires')?.trim() ?? '';
  const asked = /^\d{1,10}$/.test(written) ? Number(written) : LIFE.usual;
  if (asked === 0 || asked >= LIFE.least) return Math.min(asked, LIFE.most);
  respond(423, undefined, { headers: { 'Min-Expires': String(LIFE.least) } });
  return undefined;
}

function accepts({ request }: IncomingRequest, contentType: string): boolean {
  const types = request.headers.all('accept').map((type) => type.split(';')[0]?.trim().toLowerCase());
  return types.length === 0 || types.some((type) => type === contentType || type === '*/*' || type === 'application/*');
}
