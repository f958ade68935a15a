import {
  type Certificate,
  type Clock,
  type IncomingInvite,
  type IncomingRequest,
  type Log,
  SipEndpoint,
  silentLog,
  systemClock,
  type Upgrade,
  type WebSocketFlow,
  type WebSocketOptions,
} from '@cordboard/sip';
import { act } from './actions/act.ts';
import { makeCall } from './actions/makeCall.ts';
import type { Call } from './calls/call.ts';
import type { CallAction } from './calls/call-action.ts';
import { CallBook } from './calls/call-book.ts';
import { CallIds } from './calls/call-ids.ts';
import type { Conferences } from './conferences/conference-control.ts';
import type { ConferenceChange } from './conferences/conference-info.ts';
import { createConferences } from './conferences/conferences.ts';
import { RoomBook } from './conferences/room-book.ts';
import { Deadlines } from './deadlines.ts';
import { identifyCaller } from './dialling/identify-caller.ts';
import { SipDialler } from './dialling/sip-dialler.ts';
import { Directory } from './directory.ts';
import type { Exchange } from './engine/exchange.ts';
import { endConversation, endLeg } from './engine/finish.ts';
import { createLineEvents } from './engine/line-events.ts';
import { type Caller, receiveInvite } from './engine/receive-invite.ts';
import { Recordings } from './engine/recordings.ts';
import { EventServer } from './events/event-server.ts';
import { createPackages } from './events/packages.ts';
import { receiveCode } from './feature-codes/receive-code.ts';
import { Features } from './features/features.ts';
import { Listeners } from './listeners.ts';
import { createMediaPlane } from './media/index.ts';
import type {
  Endpoint,
  ListenAddresses,
  MakeCallRequest,
  MessageCount,
  Pbx,
  PbxLimits,
  PbxOptions,
  PbxStats,
  PbxTimings,
} from './pbx.ts';
import { PbxError } from './pbx-error.ts';
import type { RecordingInfo } from './recording-info.ts';
import { Authentication } from './registrar/authentication.ts';
import { Bindings, type Contact } from './registrar/bindings.ts';
import { Expiry } from './registrar/expiry.ts';
import { Registrar } from './registrar/registrar.ts';
import { dialledOf } from './routing/dialled-uri.ts';
import type { RouteDirectory } from './routing/route-directory.ts';
import { Routing } from './routing/routing.ts';
import { receiveReplaces } from './transfers/receive-replaces.ts';
import { callsOf } from './trunks/calls-of.ts';
import { environmentTrunk } from './trunks/environment-trunk.ts';
import { TrunkDialler } from './trunks/trunk-dialler.ts';
import { Trunks } from './trunks/trunk-directory.ts';

const defaultTimings: PbxTimings = {
  ringTimeoutMs: 120_000,
  answerTimeoutMs: 4_000,
  trunkTimeoutMs: 32_000,
  trunkSilenceMs: 4_000,
  transferRingTimeoutMs: 30_000,
  keepAliveMs: 30_000,
  sessionMs: 1_800_000,
};

const defaultLimits: PbxLimits = {
  lines: 2_000,
  registrations: 10_000,
  contactsPerEndpoint: 10,
  subscriptions: 10_000,
  subscriptionsPerEndpoint: 200,
};
const LISTEN_TRIES = 10;
/** RFC 4028 section 4. */
const MIN_SESSION_SECONDS = 90;
const TALK = 'talk';

/** The PBX in this process: registrar, trunk, call engine and media plane on our own SIP. */
export function createBuiltInPbx(options: PbxOptions): Pbx {
  return new BuiltInPbx(options);
}

class BuiltInPbx implements Pbx {
  readonly directory: Directory;
  readonly trunks: Trunks;
  readonly features = new Features();
  readonly conferences: Conferences;
  readonly #options: PbxOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #endpoint: SipEndpoint;
  readonly #authentication: Authentication;
  readonly #bindings: Bindings;
  readonly #registrar: Registrar;
  readonly #expiry: Expiry;
  readonly #exchange: Exchange;
  readonly #events: EventServer;
  readonly #callListeners: Listeners<Call>;
  readonly #registrationListeners: Listeners<Endpoint>;
  readonly #recordingListeners: Listeners<RecordingInfo>;
  readonly #conferenceListeners: Listeners<ConferenceChange>;
  #state: 'new' | 'running' | 'closed' = 'new';
  #trackingIds = 0;

  constructor(options: PbxOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? silentLog;
    const limits = { ...defaultLimits, ...options.limits };
    this.#callListeners = new Listeners(this.#log);
    this.#registrationListeners = new Listeners(this.#log);
    this.#recordingListeners = new Listeners(this.#log);
    this.#conferenceListeners = new Listeners(this.#log);
    this.directory = new Directory((endpointId) => this.#removed(endpointId));
    this.#bindings = new Bindings(this.#clock);
    this.#authentication = new Authentication({ realm: options.realm, clock: this.#clock, directory: this.directory });
    this.#endpoint = this.#createEndpoint();
    this.trunks = this.#createTrunks();
    this.#exchange = this.#createExchange(limits);
    this.conferences = createConferences(this.#exchange);
    this.#events = this.#createEvents(limits);
    environmentTrunk(options.trunk, this.trunks, this.routes);
    const shared = { bindings: this.#bindings, store: options.store, log: this.#log };
    const changed = (endpointId: string) => this.#registrationChanged(endpointId);
    this.#registrar = new Registrar({
      ...shared,
      authentication: this.#authentication,
      limits,
      clock: this.#clock,
      changed,
    });
    this.#expiry = new Expiry({ ...shared, deadlines: this.#exchange.deadlines, changed });
  }

  async start(): Promise<ListenAddresses> {
    if (this.#state !== 'new') throw new PbxError('closed', 'The PBX was started already.');
    await this.#exchange.ids.start();
    await this.#registrar.load();
    await this.#exchange.media.ready();
    const addresses = await this.#listen();
    this.#state = 'running';
    this.#expiry.start();
    this.trunks.start();
    return addresses;
  }

  async close(reason = 'closed'): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#log.info({ reason, calls: this.#exchange.book.size }, 'The PBX closes');
    this.#expiry.close();
    this.trunks.close();
    for (const line of [...this.#exchange.lines]) {
      for (const leg of [...line.legs]) {
        endConversation(this.#exchange, leg.conversation, 'resourcesNotAvailable', 503);
      }
      line.release();
    }
    this.#callListeners.flush();
    this.#conferenceListeners.flush();
    await this.#registrar.settled();
    await this.#exchange.ids.settled();
    await this.#exchange.recordings.settled();
    this.#recordingListeners.flush();
    // The BYEs leave in this turn and the next of the event loop.
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    this.#exchange.deadlines.close();
    await Promise.all([this.#endpoint.close(), this.#exchange.media.close()]);
  }

  acceptWebSocket(upgrade: Upgrade, o: WebSocketOptions): WebSocketFlow | undefined {
    if (this.#state === 'running') {
      this.#exchange.media.expectBrowsers();
      return this.#endpoint.acceptWebSocket(upgrade, o);
    }
    upgrade.socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    return undefined;
  }

  renewCertificate(certificate: Certificate): void {
    this.#endpoint.renewCertificate(certificate);
  }

  get routes(): RouteDirectory {
    return this.#exchange.routing;
  }

  endpoint(endpointId: string): Endpoint | undefined {
    const entry = this.directory.get(endpointId);
    if (entry === undefined) return undefined;
    const contacts = this.#bindings.of(endpointId);
    const state = this.#exchange.book.stateOf(endpointId);
    return {
      endpointId,
      name: entry.name,
      state: state === 'idle' && contacts.length === 0 ? 'outOfService' : state,
      devices: contacts.map(({ contact, userAgent, expiresAt, allowEvents }) => ({
        contact,
        userAgent,
        expiresAt,
        remoteAnswer: allowEvents === undefined ? 'unknown' : allowEvents.includes(TALK),
      })),
    };
  }

  calls(endpointId: string): Call[] {
    return this.#exchange.book.of(endpointId).map((record) => record.snapshot());
  }

  call(endpointId: string, callId: string): Call | undefined {
    return this.#exchange.book.get(endpointId, callId)?.snapshot();
  }

  async makeCall(endpointId: string, request: MakeCallRequest): Promise<Call> {
    this.#requireRunning();
    return await makeCall(this.#exchange, endpointId, request);
  }

  async act(endpointId: string, callId: string, action: CallAction): Promise<Call> {
    this.#requireRunning();
    if (this.directory.get(endpointId) === undefined) {
      throw new PbxError('unknownEndpoint', `There is no endpoint ${endpointId}.`);
    }
    return await act(this.#exchange, endpointId, callId, action);
  }

  onCallChanged(listener: (call: Call) => void): () => void {
    return this.#callListeners.add(listener);
  }

  onRegistrationChanged(listener: (endpoint: Endpoint) => void): () => void {
    return this.#registrationListeners.add(listener);
  }

  onRecordingChanged(listener: (recording: RecordingInfo) => void): () => void {
    return this.#recordingListeners.add(listener);
  }

  setMessageCount(endpointId: string, count: MessageCount): void {
    this.#events.setMessageCount(endpointId, count);
  }

  onConferenceChanged(listener: (change: ConferenceChange) => void): () => void {
    return this.#conferenceListeners.add(listener);
  }

  check(): void {
    if (this.#state !== 'running') throw new PbxError('closed', 'The PBX does not run.');
    if (!this.#exchange.media.running) throw new PbxError('noMediaPorts', 'The media worker does not run.');
  }

  stats(): PbxStats {
    return {
      legs: this.#exchange.lines.size,
      calls: this.#exchange.book.size,
      registrations: this.#bindings.size,
      mediaSessions: this.#exchange.media.sessions,
      subscriptions: this.#events.size,
      transactions: this.#endpoint.transactions,
      dialogs: this.#endpoint.dialogs,
      connections: this.#endpoint.connectionsByTransport,
    };
  }

  #createEndpoint(): SipEndpoint {
    const { publicHost, timings } = this.#options;
    const { sessionMs } = { ...defaultTimings, ...timings };
    const endpoint = new SipEndpoint({
      clock: this.#clock,
      log: this.#log,
      userAgent: 'Cordboard',
      extensions: ['replaces', 'norefersub'],
      sessionTimer: { intervalSeconds: Math.ceil(sessionMs / 1_000), minSeconds: MIN_SESSION_SECONDS },
      ...(publicHost === undefined ? {} : { advertisedHost: publicHost }),
    });
    endpoint.onInvite((invite) => this.#receiveInvite(invite));
    endpoint.onRequest((incoming) => this.#receiveRequest(incoming));
    endpoint.onConnectionClosed((flow) => {
      if (this.#state === 'running') this.#registrar.connectionClosed(flow);
    });
    return endpoint;
  }

  #createExchange(limits: PbxLimits): Exchange {
    const { host, publicHost, rtpPorts, sounds, store, timings, numbering } = this.#options;
    const { directory, trunks } = this;
    const routing = new Routing({ directory, trunks, ...(numbering === undefined ? {} : { numbering }) });
    const allTimings = { ...defaultTimings, ...timings };
    const deadlines = new Deadlines(this.#clock);
    const trunkDialler = this.#createTrunkDialler(routing, allTimings, deadlines);
    const exchange: Exchange = {
      clock: this.#clock,
      log: this.#log,
      timings: allTimings,
      limits,
      media: createMediaPlane({
        host,
        ...(publicHost === undefined ? {} : { advertisedHost: publicHost }),
        ports: rtpPorts,
        ...(sounds === undefined ? {} : { sounds }),
        clock: this.#clock,
        log: this.#log,
      }),
      recordings: new Recordings({
        options: this.#options.recordings,
        clock: this.#clock,
        changed: (recording) => this.#recordingListeners.tell(recording),
      }),
      rooms: new RoomBook((change) => this.#conferenceListeners.tell(change)),
      srtp: this.#options.srtp ?? 'required',
      dialler: new SipDialler(this.#endpoint, publicHost ?? host, trunkDialler),
      routing,
      features: this.features,
      voicemail: this.#options.voicemail,
      deadlines,
      book: new CallBook((call) => this.#announce(call)),
      ids: new CallIds(store, this.#log),
      lines: new Set(),
      legs: new Map(),
      newTrackingId: () => this.#nextTrackingId(),
      contacts: (endpointId) => this.#bindings.of(endpointId),
      lampChanged: (endpointId) => this.#events.changed(endpointId),
      learn: (contact, allowEvents) => this.#learn(contact, allowEvents),
      lineEvents: createLineEvents(() => exchange),
    };
    return exchange;
  }

  #createEvents(limits: PbxLimits): EventServer {
    const { host, publicHost } = this.#options;
    return new EventServer({
      endpoint: this.#endpoint,
      authentication: this.#authentication,
      directory: this.directory,
      limits,
      packages: createPackages({ exchange: this.#exchange, host: publicHost ?? host }),
    });
  }

  #createTrunks(): Trunks {
    return new Trunks({
      sip: this.#endpoint,
      clock: this.#clock,
      log: this.#log,
      resolve: undefined,
      calls: (trunkId) => callsOf(this.#exchange.lines, trunkId),
    });
  }

  #createTrunkDialler(routing: Routing, timings: PbxTimings, deadlines: Deadlines): TrunkDialler {
    const { host, publicHost, mainNumberOf } = this.#options;
    return new TrunkDialler({
      sip: this.#endpoint,
      host: publicHost ?? host,
      trunks: this.trunks,
      callers: {
        numbering: routing.numbering,
        numbers: routing.numbers,
        mainNumberOf: mainNumberOf ?? (() => undefined),
        isEndpoint: (number) => this.directory.get(number) !== undefined,
      },
      timings: { silenceMs: timings.trunkSilenceMs, timeoutMs: timings.trunkTimeoutMs },
      deadlines,
    });
  }

  async #listen(): Promise<ListenAddresses> {
    const { host, tls } = this.#options;
    const addresses = await this.#listenUnprotected();
    if (tls === undefined) return addresses;
    return { ...addresses, tls: await this.#endpoint.listen({ transport: 'tls', host, ...tls }) };
  }

  /** One port for both transports; with port 0 a free one that both can have. */
  async #listenUnprotected(): Promise<ListenAddresses> {
    const { host, port } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const tcp = await this.#endpoint.listen({ transport: 'tcp', host, port });
      try {
        const udp = await this.#endpoint.listen({ transport: 'udp', host, port: tcp.port });
        return { udp, tcp };
      } catch (error) {
        if (port !== 0 || attempt === LISTEN_TRIES) throw error;
      }
    }
  }

  #announce(call: Call): void {
    this.#events.changed(call.endpointId);
    if (call.final && call.answeredAt !== undefined) this.features.talked(call.endpointId, this.#clock.now());
    this.#callListeners.tell(call);
  }

  #receiveInvite(invite: IncomingInvite): void {
    if (this.#state !== 'running') {
      invite.reject(503);
      return;
    }
    const door = {
      trunks: this.trunks,
      authentication: this.#authentication,
      bindings: this.#bindings,
      directory: this.directory,
    };
    const caller = identifyCaller(door, invite);
    if (caller === undefined) return;
    if (invite.request.headers.has('replaces')) receiveReplaces(this.#exchange, invite, caller);
    else this.#receiveDialled(invite, caller, dialledOf(invite.request));
  }

  #receiveDialled(invite: IncomingInvite, caller: Caller, dialled: string): void {
    const { owner } = caller;
    const code = owner.kind === 'endpoint' ? this.#exchange.routing.featureCode(dialled) : undefined;
    if (owner.kind === 'endpoint' && code !== undefined) {
      receiveCode(this.#exchange, { invite, caller, endpointId: owner.endpointId, code });
    } else receiveInvite(this.#exchange, invite, caller, dialled);
  }

  #receiveRequest(incoming: IncomingRequest): void {
    const { method } = incoming.request;
    if (this.#state !== 'running') incoming.respond(503);
    else if (method === 'REGISTER') this.#registrar.receive(incoming);
    else if (method === 'SUBSCRIBE') this.#events.receive(incoming);
    else if (method === 'OPTIONS') incoming.respond(200, undefined, { headers: { Accept: 'application/sdp' } });
    else
      incoming.respond(405, undefined, {
        headers: { Allow: 'INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, REFER, SUBSCRIBE' },
      });
  }

  #learn(contact: Contact, allowEvents: readonly string[]): void {
    const known = this.#bindings.get(contact.endpointId, contact.contact);
    if (known === undefined || allowEvents.length === 0) return;
    if (known.allowEvents?.join() === allowEvents.join()) return;
    const learnt = { ...known, allowEvents };
    this.#bindings.set(learnt);
    // A capability is only a hint: the next call teaches it again if this write fails.
    this.#options.store.saveBinding(learnt).catch((error: unknown) => {
      this.#log.warn({ err: error, endpointId: contact.endpointId }, 'The abilities of a phone could not be saved');
    });
  }

  #registrationChanged(endpointId: string): void {
    const endpoint = this.endpoint(endpointId);
    if (endpoint !== undefined) this.#registrationListeners.tell(endpoint);
    this.#events.changed(endpointId);
  }

  #removed(endpointId: string): void {
    this.#events.removed(endpointId);
    this.features.forget(endpointId);
    for (const record of this.#exchange.book.of(endpointId)) {
      const leg = this.#exchange.legs.get(record.callId);
      if (leg !== undefined) endLeg(this.#exchange, leg, 'destNotObtainable', 480);
    }
    for (const { contact } of this.#bindings.of(endpointId)) {
      this.#bindings.delete(endpointId, contact);
      this.#options.store.removeBinding(endpointId, contact).catch((error: unknown) => {
        this.#log.warn({ err: error, endpointId }, 'A registration could not be removed');
      });
    }
  }

  #nextTrackingId(): string {
    this.#trackingIds += 1;
    return `${this.#clock.now().toString(36)}-${this.#trackingIds.toString(36)}`;
  }

  #requireRunning(): void {
    if (this.#state !== 'running') throw new PbxError('closed', 'The PBX is not running.');
  }
}
