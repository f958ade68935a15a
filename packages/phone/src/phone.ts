import {
  type Clock,
  type Credentials,
  encodeUser,
  type Flow,
  type IncomingInvite,
  type ListeningPoint,
  type Log,
  type OutgoingInvite,
  parseNameAddr,
  parseUri,
  type Registration,
  SipEndpoint,
  type SipRequest,
  silentLog,
  systemClock,
  type Target,
  type TlsTrust,
} from '@cordboard/sip';
import { CallAudio } from './audio.ts';
import { PhoneCall } from './phone-call.ts';

export interface PhoneOptions {
  /** Where it registers and dials. */
  readonly server: { readonly host: string; readonly port: number; readonly transport?: 'udp' | 'tcp' | 'tls' };
  /** Speaks by this WebSocket instead (RFC 7118); headers such as Authorization go with its request. */
  readonly webSocket?: { readonly url: string; readonly headers?: Readonly<Record<string, string>> };
  /** Whom it trusts beside the system's authorities on TLS. */
  readonly trust?: TlsTrust;
  readonly username: string;
  readonly password: string;
  readonly realm?: string;
  readonly displayName?: string;
  /** Default 127.0.0.1. */
  readonly localHost?: string;
  /** Default: a free one. */
  readonly localPort?: number;
  /** true: answers at once; 'header': when the INVITE asks for it (click to dial). */
  readonly autoAnswer?: boolean | 'header';
  /** Announces and obeys `Event: talk`: a program may answer for it. */
  readonly talk?: boolean;
  /** Tone that it says in every call, in Hz; without one, silence. */
  readonly tone?: number;
  /** Default true. Without it, it is a party outside that dials from its own address. */
  readonly register?: boolean;
  readonly clock?: Clock;
  readonly log?: Log;
}

const TALK_EVENTS = 'talk, hold';
const SDP = 'application/sdp';
const REGISTERED_SECONDS = 120;

/** A SIP telephone without a face: for tests, the demo, `cordboard phone` and people without hardware. */
export class Phone {
  readonly address: { readonly host: string; readonly port: number };
  readonly #o: PhoneOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #endpoint: SipEndpoint;
  readonly #calls: PhoneCall[] = [];
  readonly #listeners = new Set<(call: PhoneCall) => void>();
  #registration: Registration | undefined;
  #flow: Flow | undefined;
  #ids = 0;
  #closed = false;

  private constructor(o: PhoneOptions, endpoint: SipEndpoint, point: ListeningPoint) {
    this.#o = o;
    this.#clock = o.clock ?? systemClock;
    this.#log = o.log ?? silentLog;
    this.#endpoint = endpoint;
    this.address = { host: point.host, port: point.port };
    endpoint.onInvite((invite) => {
      this.#receive(invite).catch((error: unknown) => {
        this.#log.info({ err: error }, 'A call was refused');
        invite.reject(488);
      });
    });
  }

  /** Resolves once it is registered, or at once with `register: false`. @throws Error when registration is refused */
  static async start(o: PhoneOptions): Promise<Phone> {
    const endpoint = new SipEndpoint({
      contactUser: encodeUser(o.username),
      userAgent: 'Cordboard phone',
      ...(o.clock === undefined ? {} : { clock: o.clock }),
      ...(o.log === undefined ? {} : { log: o.log }),
      ...(o.trust === undefined ? {} : { trust: o.trust }),
    });
    // On TLS it takes no connections: it is called by its own.
    const transport = o.server.transport === 'tcp' ? 'tcp' : 'udp';
    const host = o.localHost ?? '127.0.0.1';
    const phone = new Phone(o, endpoint, await endpoint.listen({ transport, host, port: o.localPort ?? 0 }));
    try {
      const { webSocket } = o;
      if (webSocket !== undefined) phone.#flow = await endpoint.connectWebSocket(webSocket.url, webSocket.headers);
      if (o.register !== false) await phone.#register();
    } catch (error) {
      await endpoint.close();
      throw error;
    }
    return phone;
  }

  /** Calls that are not over. */
  get calls(): PhoneCall[] {
    return [...this.#calls];
  }

  /** Told of each call that rings in. The returned function unsubscribes. */
  onIncoming(listener: (call: PhoneCall) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Dials an extension or number at the server, or a whole SIP URI. The call is ringing when it is given.
   * @throws Error when there is no such URI to send to
   */
  async dial(number: string): Promise<PhoneCall> {
    const { server } = this.#o;
    const isUri = /^sips?:/i.test(number);
    const uri = isUri ? number : `sip:${encodeUser(number)}@${server.host}:${server.port}`;
    const audio = await this.#openAudio();
    let invite: OutgoingInvite;
    try {
      invite = this.#endpoint.invite({
        uri,
        from: this.#from(),
        body: audio.offer(),
        ...(isUri ? {} : { target: this.#target }),
        ...(this.#o.password === '' ? {} : { credentials: this.#credentials }),
      });
    } catch (error) {
      audio.close();
      throw error;
    }
    const call = this.#open('outbound', { number: parseUri(uri)?.user ?? number }, audio);
    call.rings({ giveUp: () => invite.cancel() });
    invite.onProvisional((response, early) => {
      if (early !== undefined) call.alerts(early.dialog);
      listenEarly(audio, response.body);
    });
    invite.onAnswered((session) => {
      if (call.state === 'ended') return session.bye();
      try {
        audio.accept(session.initialRemoteBody.toString());
        call.connect(session);
      } catch {
        session.bye();
        call.end('failed');
      }
    });
    invite.onFailed((status) => {
      call.status = status;
      call.end('failed');
    });
    return call;
  }

  /** Hangs up, unregisters and closes the socket. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const call of this.calls) call.hangup();
    // The BYEs leave before the socket closes.
    await new Promise((resolve) => setImmediate(resolve));
    await this.#registration?.close();
    for (const call of this.calls) call.end('closed');
    await this.#endpoint.close();
  }

  get #target(): Target {
    if (this.#flow !== undefined) return { flow: this.#flow };
    const { host, port, transport } = this.#o.server;
    return { transport: transport ?? 'udp', host, port };
  }

  get #credentials(): Credentials {
    const { username, password, realm } = this.#o;
    return { username, password, ...(realm === undefined ? {} : { realm }) };
  }

  #from(): { uri: string; displayName?: string } {
    const { username, displayName, server } = this.#o;
    const host = this.#o.register === false ? `${this.address.host}:${this.address.port}` : server.host;
    return { uri: `sip:${encodeUser(username)}@${host}`, ...(displayName === undefined ? {} : { displayName }) };
  }

  async #register(): Promise<void> {
    const { username, server, talk } = this.#o;
    const aor = `sip:${encodeUser(username)}@${server.host}`;
    this.#registration = this.#endpoint.register({
      registrar: `sip:${server.host}:${server.port}`,
      aor,
      credentials: this.#credentials,
      expiresSeconds: REGISTERED_SECONDS,
      target: this.#target,
      ...(talk === true ? { headers: { 'Allow-Events': TALK_EVENTS } } : {}),
    });
    const outcome = await this.#registration.refresh();
    if (outcome.state === 'failed') {
      throw new Error(`Registration of ${aor} was refused: ${outcome.status} ${outcome.reason}`);
    }
  }

  async #receive(invite: IncomingInvite): Promise<void> {
    const audio = await this.#openAudio();
    // The caller or this phone gave up in the meantime.
    if (invite.state !== 'waiting' || this.#closed) return audio.close();
    let body: string;
    try {
      const offer = invite.request.body;
      body = offer.length === 0 ? audio.offer() : audio.answer(offer.toString());
    } catch (error) {
      audio.close();
      throw error;
    }
    const call = this.#open('inbound', callerOf(invite.request), audio);
    call.rings({
      answer: () => call.connect(invite.answer({ body, contentType: SDP })),
      announce: () => invite.ring(183, { body }),
      giveUp: (status) => invite.reject(status),
    });
    invite.onCancelled(() => call.end('cancelled'));
    // Event: talk in the early dialog: a program lifts the receiver.
    invite.onRequest((incoming) => {
      const talks = this.#o.talk === true && incoming.request.headers.get('event')?.toLowerCase() === 'talk';
      incoming.respond(talks ? 200 : 489);
      if (talks) call.answer();
    });
    invite.ring(180, this.#o.talk === true ? { headers: { 'Allow-Events': TALK_EVENTS } } : {});
    for (const listener of this.#listeners) listener(call);
    const { autoAnswer } = this.#o;
    if (autoAnswer === true || (autoAnswer === 'header' && asksForAnswer(invite.request))) call.answer();
  }

  async #openAudio(): Promise<CallAudio> {
    return await CallAudio.open({ clock: this.#clock, host: this.address.host, hz: this.#o.tone });
  }

  #open(direction: 'inbound' | 'outbound', remote: PhoneCall['remote'], audio: CallAudio): PhoneCall {
    this.#ids += 1;
    const ended = (call: PhoneCall) => this.#calls.splice(this.#calls.indexOf(call), 1);
    const id = String(this.#ids);
    const obeys = this.#o.talk === true;
    const { host } = this.#o.server;
    const call = new PhoneCall({ id, direction, remote, clock: this.#clock, audio, obeys, host, ended });
    this.#calls.push(call);
    return call;
  }
}

/** P-Asserted-Identity comes from the server that we are registered at; From is what the caller says. */
function callerOf(request: SipRequest): { number: string; name?: string } {
  const asserted = request.headers.all('p-asserted-identity')[0];
  const address = (asserted === undefined ? undefined : parseNameAddr(asserted)) ?? request.head.from;
  const number = parseUri(address.uri)?.user ?? address.uri;
  return { number, ...(address.displayName === undefined ? {} : { name: address.displayName }) };
}

/** Call-Info answer-after or Alert-Info auto-answer: what click-to-dial sends to the caller's own phone. */
function asksForAnswer(request: SipRequest): boolean {
  const callInfo = request.headers.get('call-info') ?? '';
  const alertInfo = request.headers.get('alert-info') ?? '';
  return /;\s*answer-after\s*=/i.test(callInfo) || /alert-autoanswer|auto[ -]?answer|ring answer/i.test(alertInfo);
}

/** An announcement before the answer; one that cannot be used is not heard, and the call goes on. */
function listenEarly(audio: CallAudio, body: Buffer): void {
  if (body.length === 0) return;
  try {
    audio.accept(body.toString());
    audio.speak();
  } catch {
    // The 200 decides.
  }
}
