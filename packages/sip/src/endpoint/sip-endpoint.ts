import { type Clock, systemClock } from '../clock.ts';
import { dialogKey } from '../dialog/dialog.ts';
import { answerChallenge, type Credentials } from '../digest/digest-client.ts';
import { NotifierSubscription, type SubscriptionUser } from '../event/notifier-subscription.ts';
import { type Log, silentLog } from '../log.ts';
import { createResponse, type HeaderFields } from '../message/create-response.ts';
import { fromTag, type SipRequest, type SipResponse, toTag } from '../message/message.ts';
import { parseMessage } from '../message/parse-message.ts';
import { parseUri } from '../message/uri.ts';
import { writeMessage } from '../message/write-message.ts';
import { type Random, systemRandom } from '../random.ts';
import { Registration, type RegistrationOptions } from '../registration/registration.ts';
import { ALLOW, ownExtensions } from '../session/capabilities.ts';
import { Core, type IncomingRequest } from '../session/core.ts';
import { IncomingInvite } from '../session/incoming-invite.ts';
import { OutgoingInvite } from '../session/outgoing-invite.ts';
import { refuseBrief, type SessionTimerOptions } from '../session/session-expires.ts';
import { InviteServerTransaction } from '../transaction/invite-server.ts';
import { defaultTimers, type TimerValues } from '../transaction/timers.ts';
import { TransactionTable } from '../transaction/transaction-table.ts';
import { ConnectionHall, type ConnectionLimits } from '../transport/connection-hall.ts';
import type { Flow, FlowRights, ListeningPoint, Target } from '../transport/flow.ts';
import type { Certificate, TlsTrust } from '../transport/tls.ts';
import { type ConnectionCount, type ListenOptions, Transports } from '../transport/transports.ts';
import type { Upgrade } from '../transport/web-socket-transport.ts';
import { admit, checkRequired, checkRights, type Refusal } from './admission.ts';
import { answerMalformed } from './answer-malformed.ts';
import { createRequest, type OutgoingRequest } from './create-request.ts';
import { noteSource } from './received-via.ts';
import { responseFlow } from './response-flow.ts';

export interface SipLimits extends ConnectionLimits {
  /**
   * Server transactions at a time; above it requests outside dialogs get 503 without being kept, and above twice as many
   * those inside dialogs too. Default 50,000.
   */
  readonly transactions: number;
  /** Of them, from one address: whoever floods us leaves room for the others. Default 25,000. */
  readonly transactionsPerAddress: number;
  /** Dialogs at a time; above it new INVITEs get 503. Default 20,000. */
  readonly dialogs: number;
}

export interface SipEndpointOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly random?: Random;
  readonly timers?: Partial<TimerValues>;
  readonly limits?: Partial<SipLimits>;
  /** Whom we trust when we open a TLS connection. */
  readonly trust?: TlsTrust;
  /** Value of User-Agent and Server. */
  readonly userAgent?: string;
  /** User part of our Contact. */
  readonly contactUser?: string;
  /** Host in Via and Contact when it is not the one that is bound: behind a NAT, or bound to every address. */
  readonly advertisedHost?: string;
  /** Option tags of extensions that the endpoint's user sees to, such as `replaces` (RFC 3261 section 20.37). */
  readonly extensions?: readonly string[];
  /** Proposed for every session (RFC 4028); default: none is, and what the peer proposes is taken. */
  readonly sessionTimer?: SessionTimerOptions;
}

/** Its rights are proven by whatever came with its request. */
export interface WebSocketOptions extends FlowRights {
  /** Is it protected by TLS, here or at a proxy before us? */
  readonly secure: boolean;
}

/** A WebSocket that was accepted. */
export interface WebSocketFlow extends Flow {
  /** Ends it, with a code of RFC 6455 section 7.4; nothing more is taken from it. */
  close(code: number, reason: string): void;
}

const defaultLimits: SipLimits = {
  transactions: 50_000,
  transactionsPerAddress: 25_000,
  dialogs: 20_000,
  connections: 5_000,
  connectionsPerAddress: 1_000,
  messageMs: 30_000,
  handshakeMs: 10_000,
};
/** Seconds after which a caller may try again when we are full. */
const full: Refusal = { status: 503, headers: { 'Retry-After': '5' } };

/** A SIP user agent, client and server: transports, transactions, dialogs and sessions under one roof. */
export class SipEndpoint {
  readonly #core: Core;
  readonly #transactions: TransactionTable;
  readonly #transports: Transports;
  readonly #limits: SipLimits;
  readonly #log: Log;
  readonly #invites = new Map<InviteServerTransaction, IncomingInvite>();
  readonly #registrations = new Set<Registration>();
  #onRequest: ((incoming: IncomingRequest) => void) | undefined;
  #onInvite: ((invite: IncomingInvite) => void) | undefined;
  #onConnectionClosed: ((flow: Flow) => void) | undefined;
  #closed = false;

  constructor(o: SipEndpointOptions = {}) {
    const clock = o.clock ?? systemClock;
    const timers = { ...defaultTimers, ...o.timers };
    this.#log = o.log ?? silentLog;
    this.#limits = { ...defaultLimits, ...o.limits };
    this.#transactions = new TransactionTable(clock, timers);
    const hall = new ConnectionHall({
      receive: (bytes, flow) => this.#receive(bytes, flow),
      closed: (flow) => this.#connectionClosed(flow),
      log: this.#log,
      clock,
      limits: this.#limits,
    });
    this.#transports = new Transports(hall, o.trust ?? {});
    this.#core = new Core({
      clock,
      log: this.#log,
      random: o.random ?? systemRandom(),
      timers,
      transactions: this.#transactions,
      transports: this.#transports,
      userAgent: o.userAgent ?? 'Cordboard',
      contactUser: o.contactUser,
      advertisedHost: o.advertisedHost,
      extensions: [...ownExtensions, ...(o.extensions ?? [])],
      sessionTimer: o.sessionTimer,
    });
  }

  /** Live transactions, clients and servers. */
  get transactions(): number {
    return this.#transactions.size;
  }

  /** Connections, in and out, of every kind. */
  get connections(): number {
    return this.#transports.connections;
  }

  get connectionsByTransport(): ConnectionCount {
    return this.#transports.connectionsByTransport;
  }

  /** Live dialogs, early ones included. */
  get dialogs(): number {
    return this.#core.dialogs.size;
  }

  /** Opens a socket; port 0 takes a free one. @throws when the address cannot be bound */
  listen(o: ListenOptions): Promise<ListeningPoint> {
    return this.#transports.listen(o);
  }

  /** TLS handshakes from now on show this certificate; connections that are open stay. @throws when it cannot be used */
  renewCertificate(certificate: Certificate): void {
    this.#transports.renewCertificate(certificate);
  }

  /**
   * Takes a WebSocket (RFC 7118) that an HTTP server was asked for. `identity`: the users that it may act for.
   * Undefined: it was refused, and answered.
   */
  acceptWebSocket(upgrade: Upgrade, o: WebSocketOptions): WebSocketFlow | undefined {
    return this.#transports.acceptWebSocket(upgrade, o);
  }

  /** Opens a WebSocket to a SIP server. @throws Error when it is refused or not reached */
  connectWebSocket(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Flow> {
    return this.#transports.connectWebSocket(url, headers);
  }

  /** Told once of each connection that is gone, with every request on it already failed. */
  onConnectionClosed(handler: (flow: Flow) => void): void {
    this.#onConnectionClosed = handler;
  }

  /** Takes requests outside dialogs other than INVITE, ACK, CANCEL: REGISTER, OPTIONS, MESSAGE, NOTIFY ... */
  onRequest(handler: (incoming: IncomingRequest) => void): void {
    this.#onRequest = handler;
  }

  /** Takes new INVITEs. */
  onInvite(handler: (invite: IncomingInvite) => void): void {
    this.#onInvite = handler;
  }

  /**
   * Sends one request outside a dialog and waits for its final response; a digest challenge is answered when there
   * are credentials. Never throws for reasons of the network: 408 and 503 are made here.
   */
  async request(
    o: OutgoingRequest & { method: string; target?: Target; credentials?: Credentials },
  ): Promise<SipResponse> {
    const flow = this.#flowFor(o.uri, o.target);
    const request = createRequest(this.#core, flow, o);
    const response = await this.#core.send(request, flow);
    if (o.credentials === undefined || (response.status !== 401 && response.status !== 407)) return response;
    const answer = answerChallenge(response, { method: o.method, uri: o.uri }, o.credentials, this.#core.random);
    if (answer === undefined) return response;
    const { callId, cseq } = request.head;
    const headers = [...fieldsOf(o.headers), [answer.name, answer.value] as const];
    const again = createRequest(this.#core, flow, { ...o, callId, cseq: cseq.number + 1, headers });
    return await this.#core.send(again, flow);
  }

  /** Sends an INVITE. Set the handlers in the same turn of the event loop: it leaves after it. */
  invite(o: OutgoingRequest & { target?: Target; credentials?: Credentials }): OutgoingInvite {
    const flow = this.#flowFor(o.uri, o.target);
    const request = createRequest(this.#core, flow, { ...o, method: 'INVITE' });
    const invite = new OutgoingInvite(this.#core, request, flow, o.credentials);
    queueMicrotask(() => invite.start());
    return invite;
  }

  /**
   * Registers at a registrar and keeps the binding alive until it is closed. The first REGISTER leaves at once; the
   * states tell what comes of it. @throws Error when no transport could reach the registrar
   */
  register(o: RegistrationOptions): Registration {
    const way = (uri: string, target: Target | undefined) => {
      const flow = this.#flowFor(uri, target);
      return { flow, contact: this.#core.contact(flow) };
    };
    way(o.registrar, o.target);
    const registration = new Registration(
      {
        clock: this.#core.clock,
        random: this.#core.random,
        request: (request) => this.request(request),
        way,
        closed: (one) => this.#registrations.delete(one),
      },
      o,
    );
    this.#registrations.add(registration);
    void registration.refresh();
    return registration;
  }

  /** Grants a SUBSCRIBE outside a dialog, which is answered with 200 here (RFC 6665 section 4.2). */
  openSubscription(
    incoming: IncomingRequest,
    o: { expiresSeconds: number; user: SubscriptionUser },
  ): NotifierSubscription {
    return new NotifierSubscription(this.#core, incoming, o);
  }

  /** Ends every dialog and transaction without a message, and closes the sockets. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const user of [...this.#core.dialogs.values()]) if ('close' in user) (user as { close(): void }).close();
    this.#core.dialogs.clear();
    for (const registration of this.#registrations) registration.stop();
    this.#transactions.close();
    await this.#transports.close();
  }

  #connectionClosed(flow: Flow): void {
    if (this.#closed) return;
    this.#transactions.connectionClosed(flow);
    // A caller who can hear no answer has hung up.
    for (const invite of [...this.#invites.values()]) if (invite.flow === flow) invite.cancelled();
    for (const registration of this.#registrations) registration.connectionClosed(flow);
    this.#onConnectionClosed?.(flow);
  }

  #flowFor(uri: string, target: Target | undefined): Flow {
    const to = target ?? targetOf(uri);
    const flow = to === undefined ? undefined : this.#transports.flowTo(to);
    if (flow === undefined) throw new Error(`No transport listens that could reach ${uri}`);
    return flow;
  }

  #receive(bytes: Buffer, flow: Flow): void {
    // RFC 5626 section 3.5.1 and habits of phones: line breaks and zeros keep a NAT open.
    if (this.#closed || isKeepAlive(bytes)) return;
    const parsed = parseMessage(bytes);
    if (!parsed.ok) {
      this.#log.debug({ reason: parsed.reason, remoteAddress: flow.remoteAddress }, 'A malformed message was refused');
      answerMalformed(parsed, flow, this.#transports, this.#core.random.token());
      return;
    }
    try {
      if (parsed.message.kind === 'response') this.#transactions.client(parsed.message)?.receive(parsed.message);
      else this.#receiveRequest(parsed.message, flow);
    } catch (error) {
      // No message of a stranger may end the process.
      this.#log.error({ err: error }, 'A message could not be worked on');
    }
  }

  #receiveRequest(message: SipRequest, flow: Flow): void {
    const via = noteSource(message.headers, message.head.via, flow);
    const request = via === message.head.via ? message : { ...message, head: { ...message.head, via } };
    const known = this.#transactions.server(request);
    if (request.method === 'ACK') this.#receiveAck(request, known);
    else if (known !== undefined) known.receiveAgain();
    else if (request.method === 'CANCEL') this.#receiveCancel(request, flow);
    else this.#receiveNew(request, flow);
  }

  #receiveAck(ack: SipRequest, known: ReturnType<TransactionTable['server']>): void {
    if (known instanceof InviteServerTransaction && known.state !== 'accepted') known.receiveAck();
    else this.#core.dialogs.get(dialogKey(ack.head.callId, toTag(ack), fromTag(ack)))?.receiveAck(ack);
  }

  #receiveCancel(cancel: SipRequest, flow: Flow): void {
    const transaction = this.#transactions.cancelled(cancel);
    if (transaction === undefined) {
      this.#respondStateless(cancel, { status: 481 }, flow);
      return;
    }
    const invite = this.#invites.get(transaction);
    // Some callers take the tag of their dialog from here: it is that of the answers to the INVITE (section 9.2).
    this.#serve(cancel, flow, invite?.dialog.localTag).respond(200);
    invite?.cancelled(cancel);
  }

  #receiveNew(request: SipRequest, flow: Flow): void {
    const tag = toTag(request);
    if (tag !== '') this.#receiveInDialog(request, tag, flow);
    else if (this.#isFull(request.method, flow)) this.#respondStateless(request, full, flow);
    else if (this.#transactions.isMerged(request)) this.#serve(request, flow).respond(482);
    else this.#receiveOutside(request, flow);
  }

  #isFull(method: string, { remoteAddress }: Flow): boolean {
    const { transactions, transactionsPerAddress, dialogs } = this.#limits;
    return (
      this.#transactions.serverCount >= transactions ||
      this.#transactions.serverCountOf(remoteAddress) >= transactionsPerAddress ||
      (method === 'INVITE' && this.#core.dialogs.size >= dialogs)
    );
  }

  #receiveInDialog(request: SipRequest, tag: string, flow: Flow): void {
    const user = this.#core.dialogs.get(dialogKey(request.head.callId, tag, fromTag(request)));
    // Nothing is kept for strangers who make up tags.
    if (user === undefined) this.#respondStateless(request, { status: 481 }, flow);
    // Calls that are going on get twice the room: whoever is in may finish before others come in.
    else if (this.#transactions.serverCount >= 2 * this.#limits.transactions) {
      this.#respondStateless(request, full, flow);
    } else {
      const incoming = this.#serve(request, flow);
      const refusal = checkRights(request, flow) ?? checkRequired(request, this.#core.extensions);
      if (refusal !== undefined) {
        incoming.respond(refusal.status, undefined, { headers: refusal.headers ?? {} });
        return;
      }
      this.#guard(
        () => user.receive(incoming),
        () => incoming.respond(500),
      );
    }
  }

  #receiveOutside(request: SipRequest, flow: Flow): void {
    const refusal = checkRights(request, flow) ?? admit(request, this.#core.extensions);
    if (refusal !== undefined) {
      this.#serve(request, flow).respond(refusal.status, undefined, { headers: refusal.headers ?? {} });
    } else if (request.method === 'INVITE') this.#receiveInvite(request, flow);
    else if (request.method === 'BYE' || request.method === 'PRACK') this.#serve(request, flow).respond(481);
    else this.#handOver(this.#serve(request, flow));
  }

  #receiveInvite(request: SipRequest, flow: Flow): void {
    const transaction = this.#transactions.startInviteServer(request, responseFlow(request, flow, this.#transports));
    transaction.respond(createResponse(request, 100));
    const invite = new IncomingInvite(this.#core, request, flow, transaction);
    this.#invites.set(transaction, invite);
    transaction.onEnd = () => this.#invites.delete(transaction);
    const handler = this.#onInvite;
    const tooBrief = refuseBrief(request, this.#core.sessionTimer);
    if (tooBrief !== undefined) invite.reject(422, undefined, tooBrief);
    else if (handler === undefined) invite.reject(480);
    else {
      this.#guard(
        () => handler(invite),
        () => invite.reject(500),
      );
    }
  }

  #handOver(incoming: IncomingRequest): void {
    const handler = this.#onRequest;
    if (handler !== undefined) {
      this.#guard(
        () => handler(incoming),
        () => incoming.respond(500),
      );
    } else if (incoming.request.method === 'OPTIONS') incoming.respond(200, undefined, { headers: { Allow: ALLOW } });
    else incoming.respond(405, undefined, { headers: { Allow: ALLOW } });
  }

  /** A handler that fails leaves no request without an answer, nor a transaction without an end. */
  #guard(handle: () => void, refuse: () => void): void {
    try {
      handle();
    } catch (error) {
      this.#log.error({ err: error }, 'A request could not be worked on');
      refuse();
    }
  }

  /** Starts the server transaction of a request; a re-INVITE gets the INVITE machine. */
  #serve(request: SipRequest, flow: Flow, tag = this.#core.random.token()): IncomingRequest {
    const back = responseFlow(request, flow, this.#transports);
    const transaction =
      request.method === 'INVITE'
        ? this.#transactions.startInviteServer(request, back)
        : this.#transactions.startServer(request, back);
    return {
      request,
      flow,
      respond: (status, reason, options) =>
        transaction.respond(
          createResponse(request, status, { toTag: tag, ...options, ...(reason === undefined ? {} : { reason }) }),
        ),
    };
  }

  #respondStateless(request: SipRequest, refusal: Refusal, flow: Flow): void {
    const response = createResponse(request, refusal.status, {
      toTag: this.#core.random.token(),
      headers: refusal.headers ?? {},
    });
    responseFlow(request, flow, this.#transports).send(writeMessage(response));
  }
}

function isKeepAlive(bytes: Buffer): boolean {
  if (bytes.length > 16) return false;
  return bytes.every((byte) => byte === 0x0d || byte === 0x0a || byte === 0 || byte === 0x20);
}

function targetOf(uri: string): Target | undefined {
  const parsed = parseUri(uri);
  if (parsed === undefined || parsed.host === '') return undefined;
  const asked = parsed.params.get('transport')?.toLowerCase();
  const secure = parsed.scheme === 'sips' || asked === 'tls';
  const transport = secure ? 'tls' : asked === 'tcp' ? 'tcp' : 'udp';
  return { transport, host: parsed.host, port: parsed.port ?? (secure ? 5_061 : 5_060) };
}

function fieldsOf(headers: HeaderFields | undefined): (readonly [string, string])[] {
  if (headers === undefined) return [];
  return Array.isArray(headers) ? [...headers] : Object.entries(headers);
}
