import type { Clock, Flow, IncomingRequest, Log, SipRequest } from '@cordboard/sip';
import { parseNameAddr, parseUri } from '@cordboard/sip';
import type { PbxLimits } from '../pbx.ts';
import type { PbxStore } from '../pbx-store.ts';
import type { Authentication } from './authentication.ts';
import type { Bindings, Contact } from './bindings.ts';
import { isSameOutbound, outboundParams } from './outbound.ts';
import { outlivesConnection } from './reachability.ts';
import { type ContactRequest, readRegister } from './register-request.ts';
import { Turns } from './turns.ts';

const BOUNDS = { minSeconds: 10, maxSeconds: 7_200, defaultSeconds: 3_600 };

/** Takes REGISTER (RFC 3261 section 10.3). What it acknowledges with 200 is on disk. */
export class Registrar {
  readonly #authentication: Authentication;
  readonly #bindings: Bindings;
  readonly #store: PbxStore;
  readonly #limits: PbxLimits;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #changed: (endpointId: string) => void;
  /** REGISTERs of one endpoint are worked on one after the other. */
  readonly #turns = new Turns();

  constructor(o: {
    authentication: Authentication;
    bindings: Bindings;
    store: PbxStore;
    limits: PbxLimits;
    clock: Clock;
    log: Log;
    changed: (endpointId: string) => void;
  }) {
    this.#authentication = o.authentication;
    this.#bindings = o.bindings;
    this.#store = o.store;
    this.#limits = o.limits;
    this.#clock = o.clock;
    this.#log = o.log;
    this.#changed = o.changed;
  }

  /** Resolves when no REGISTER is being worked on. */
  async settled(): Promise<void> {
    await this.#turns.settled();
  }

  /** Takes over what was registered before a restart, as far as it can still be reached. */
  async load(): Promise<void> {
    for (const binding of await this.#store.loadBindings()) {
      if (outlivesConnection(binding)) this.#bindings.set(binding);
      else await this.#store.removeBinding(binding.endpointId, binding.contact);
    }
  }

  /** Who can only be reached by this connection is not there any more: nobody waits for it to ring. */
  connectionClosed(flow: Flow): void {
    for (const contact of this.#bindings.by(flow)) {
      if (outlivesConnection(contact)) continue;
      this.#bindings.delete(contact.endpointId, contact.contact);
      this.#changed(contact.endpointId);
      this.#turns.take(contact.endpointId, () => this.#forget(contact));
    }
  }

  /** Unless it has been registered again in the meantime. */
  async #forget({ endpointId, contact }: Contact): Promise<void> {
    if (this.#bindings.get(endpointId, contact) !== undefined) return;
    await this.#store.removeBinding(endpointId, contact).catch((error: unknown) => {
      this.#log.warn({ err: error, endpointId }, 'A lost registration could not be removed');
    });
  }

  receive(incoming: IncomingRequest): void {
    const verdict = this.#authentication.check(incoming.request, incoming.flow);
    if (verdict.kind === 'blocked') {
      incoming.respond(503, undefined, { headers: { 'Retry-After': String(verdict.retryAfterSeconds) } });
    } else if (verdict.kind === 'challenge') {
      incoming.respond(401, undefined, {
        headers: verdict.wwwAuthenticate.map((value) => ['WWW-Authenticate', value]),
      });
    } else if (addressOfRecord(incoming.request) !== verdict.endpointId) {
      // Step 3: nobody registers for somebody else.
      incoming.respond(403);
    } else this.#queue(verdict.endpointId, incoming);
  }

  #queue(endpointId: string, incoming: IncomingRequest): void {
    this.#turns.take(endpointId, () =>
      this.#register(endpointId, incoming).catch((error: unknown) => {
        this.#log.error({ err: error, endpointId }, 'A registration could not be saved');
        incoming.respond(500, undefined, { headers: { 'Retry-After': '5' } });
      }),
    );
  }

  async #register(endpointId: string, { request, flow, respond }: IncomingRequest): Promise<void> {
    const wish = readRegister(request, BOUNDS);
    if (wish.kind === 'bad') {
      const headers: Record<string, string> = wish.status === 423 ? { 'Min-Expires': String(BOUNDS.minSeconds) } : {};
      respond(wish.status, wish.status === 423 ? undefined : wish.reason, { headers });
      return;
    }
    const contacts = wish.kind === 'contacts' ? wish.contacts : [];
    const all =
      wish.kind === 'removeAll' ? this.#bindings.of(endpointId).map(({ contact }) => gone(contact)) : contacts;
    if (all.some((one) => this.#outOfOrder(endpointId, one.contact, request))) {
      respond(500, 'CSeq is out of order');
      return;
    }
    if (this.#tooMany(endpointId, contacts)) {
      respond(503, undefined, { headers: { 'Retry-After': '60' } });
      return;
    }
    const before = this.#bindings.of(endpointId).length;
    const path = wish.kind === 'contacts' ? wish.path : [];
    await Promise.all(all.map((one) => this.#apply(endpointId, { ...one, path }, request, flow)));
    // RFC 5626 section 6: the phone learns that its connection will be used.
    const outbound = contacts.some((one) => one.outbound !== undefined && one.expiresSeconds > 0);
    const headers = [
      ...this.#contactHeaders(endpointId),
      ...path.map((proxy) => ['Path', proxy] as const),
      ...(outbound ? [['Require', 'outbound'] as const] : []),
    ];
    respond(200, undefined, { headers });
    if (this.#bindings.of(endpointId).length !== before) this.#changed(endpointId);
  }

  async #apply(
    endpointId: string,
    wish: ContactRequest & { path: readonly string[] },
    request: SipRequest,
    flow: Flow,
  ): Promise<void> {
    if (wish.expiresSeconds === 0) {
      await this.#store.removeBinding(endpointId, wish.contact);
      this.#bindings.delete(endpointId, wish.contact);
      return;
    }
    const allowEvents = request.headers.all('allow-events').map((event) => event.toLowerCase());
    const contact: Contact = {
      endpointId,
      contact: wish.contact,
      callId: request.head.callId,
      cseq: request.head.cseq.number,
      expiresAt: this.#clock.now() + wish.expiresSeconds * 1_000,
      userAgent: (request.headers.get('user-agent') ?? '').slice(0, 200),
      ...(allowEvents.length === 0 ? {} : { allowEvents }),
      ...(wish.path.length === 0 ? {} : { path: wish.path }),
      ...(wish.outbound === undefined ? {} : { outbound: wish.outbound }),
      source: { transport: flow.transport, remoteAddress: flow.remoteAddress, remotePort: flow.remotePort },
    };
    for (const { contact: old } of this.#bindings.replacedBy(contact)) {
      await this.#store.removeBinding(endpointId, old);
      this.#bindings.delete(endpointId, old);
    }
    await this.#store.saveBinding(contact);
    this.#bindings.set({ ...contact, flow });
    // It may have gone while the binding was written.
    if (!flow.open) this.connectionClosed(flow);
  }

  /** Step 7: an older REGISTER of the same phone must not undo a newer one. */
  #outOfOrder(endpointId: string, contact: string, request: SipRequest): boolean {
    const known = this.#bindings.get(endpointId, contact);
    return known !== undefined && known.callId === request.head.callId && request.head.cseq.number <= known.cseq;
  }

  #tooMany(endpointId: string, contacts: readonly ContactRequest[]): boolean {
    const replaced = (old: Contact) => contacts.some((one) => isSameOutbound(one.outbound, old.outbound));
    const kept = this.#bindings.of(endpointId).filter((one) => !replaced(one));
    const own = new Set(kept.map(({ contact }) => contact));
    const fresh = contacts.filter(({ contact, expiresSeconds }) => expiresSeconds > 0 && !own.has(contact)).length;
    if (fresh === 0) return false;
    return (
      own.size + fresh > this.#limits.contactsPerEndpoint || this.#bindings.size + fresh > this.#limits.registrations
    );
  }

  #contactHeaders(endpointId: string): (readonly [string, string])[] {
    const now = this.#clock.now();
    return this.#bindings
      .of(endpointId)
      .map(({ contact, expiresAt, outbound }) => [
        'Contact',
        `<${contact}>${outboundParams(outbound)};expires=${Math.ceil((expiresAt - now) / 1_000)}`,
      ]);
  }
}

function addressOfRecord(request: SipRequest): string | undefined {
  const to = parseNameAddr(request.headers.get('to') ?? '');
  return to === undefined ? undefined : parseUri(to.uri)?.user;
}

function gone(contact: string): ContactRequest {
  return { contact, expiresSeconds: 0 };
}
