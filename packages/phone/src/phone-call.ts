import { readSdp } from '@cordboard/rtp';
import {
  type Clock,
  type Dialog,
  encodeUser,
  formatReplaces,
  type IncomingRequest,
  type InviteSession,
  type ReinviteAnswer,
  type SessionEnd,
} from '@cordboard/sip';
import type { CallAudio, Heard } from './audio.ts';
import { Referral } from './referral.ts';

export type PhoneCallState = 'ringing' | 'connected' | 'held' | 'ended';
export type PhoneCallEnd = SessionEnd | 'rejected' | 'cancelled' | 'failed';

/** What the SIP side of a call can be asked for while it rings. */
export interface Ringing {
  /** Undefined for a call that we placed. */
  answer?(): void;
  /** Undefined for a call that we placed. */
  announce?(): void;
  giveUp(status: number): void;
}

const POLL_MS = 30;

/** A call of the phone, in or out. */
export class PhoneCall {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly remote: { readonly number: string; readonly name?: string };
  /** Final SIP status of a call that was never answered. */
  status: number | undefined;
  readonly #clock: Clock;
  readonly #audio: CallAudio;
  readonly #obeys: boolean;
  /** Host of the server, for the numbers that it names to it. */
  readonly #host: string;
  #state: PhoneCallState = 'ringing';
  #ringing: Ringing | undefined;
  #session: InviteSession | undefined;
  #early: Dialog | undefined;
  #referral: Referral | undefined;
  #endCause: PhoneCallEnd | undefined;
  readonly #onEnded: (call: PhoneCall) => void;

  constructor(o: {
    id: string;
    direction: 'inbound' | 'outbound';
    remote: { number: string; name?: string };
    clock: Clock;
    audio: CallAudio;
    /** A program may hold and take back for it. */
    obeys: boolean;
    host: string;
    ended: (call: PhoneCall) => void;
  }) {
    this.id = o.id;
    this.direction = o.direction;
    this.remote = o.remote;
    this.#clock = o.clock;
    this.#audio = o.audio;
    this.#obeys = o.obeys;
    this.#host = o.host;
    this.#onEnded = o.ended;
  }

  get state(): PhoneCallState {
    return this.#state;
  }

  get ended(): boolean {
    return this.#state === 'ended';
  }

  get endCause(): PhoneCallEnd | undefined {
    return this.#endCause;
  }

  /** Lifts the receiver. */
  answer(): void {
    if (this.#state === 'ringing') this.#ringing?.answer?.();
  }

  /** Speaks to the caller before the call is answered (early media). */
  announce(): void {
    if (this.#state !== 'ringing') return;
    this.#ringing?.announce?.();
    this.#audio.speak();
  }

  /** Declines a call that rings in, by default as busy. */
  reject(status = 486): void {
    if (this.#state !== 'ringing') return;
    this.#ringing?.giveUp(status);
    this.end('rejected');
  }

  /** Ends the call, whatever its state. */
  hangup(): void {
    if (this.#state === 'ringing') this.reject(this.direction === 'inbound' ? 486 : 487);
    else this.#session?.bye();
  }

  /** Puts the far side on hold by re-INVITE. @throws Error when it refuses */
  async hold(): Promise<void> {
    await this.#renegotiate('sendonly', 'held');
  }

  /** Takes it back. @throws Error when the far side refuses */
  async retrieve(): Promise<void> {
    await this.#renegotiate('sendrecv', 'connected');
  }

  /**
   * Sends the far side on to another number. Resolves with the final SIP status of the transfer as the server tells it;
   * after success the call ends.
   * @throws Error when the server refuses to try, or the call is not connected
   */
  async transfer(number: string): Promise<number> {
    return await this.#refer(`sip:${encodeUser(number)}@${this.#host}`);
  }

  /** Joins the far sides of this call and another one of this phone, which may still be ringing there. */
  async transferTo(other: PhoneCall): Promise<number> {
    const dialog = other.#session?.dialog ?? other.#early;
    if (dialog === undefined) throw new Error('The other call has not reached anybody');
    const { callId, remoteTag, localTag } = dialog;
    const replaces = encodeURIComponent(formatReplaces({ callId, toTag: remoteTag, fromTag: localTag }));
    return await this.#refer(`sip:${encodeUser(other.remote.number)}@${this.#host}?Replaces=${replaces}`);
  }

  /** Tone to say from now on, in Hz; without one, silence. */
  playTone(hz?: number): void {
    this.#audio.play(hz);
  }

  /** Presses keys, in RTP. @throws Error when the far side takes none */
  press(digits: string): void {
    if (!this.#audio.press(digits)) throw new Error('The far side takes no digits in RTP');
  }

  /** Presses a key by INFO. */
  async pressByInfo(digit: string): Promise<number> {
    const body = Buffer.from(`Signal=${digit}\r\nDuration=160\r\n`);
    const response = await this.#session?.request('INFO', { contentType: 'application/dtmf-relay', body });
    return response?.status ?? 0;
  }

  heard(): Heard {
    return this.#audio.heard();
  }

  /** Resolves when the call is in this state. @throws Error after the time limit, or when it ended instead */
  async until(state: PhoneCallState, timeoutMs: number): Promise<void> {
    await this.#wait(
      () => this.#state === state,
      () => this.ended,
      timeoutMs,
      () => `the call is ${this.#state}, not ${state}`,
    );
  }

  /** Resolves when the tone is heard. @throws Error after the time limit, or when the call ended instead */
  async untilHears(hz: number, timeoutMs: number): Promise<void> {
    const words = () => {
      const { packetsReceived, tones } = this.heard();
      return `${hz} Hz is not heard (${packetsReceived} packets; heard: ${tones.join(', ') || 'nothing'} Hz)`;
    };
    await this.#wait(
      () => this.#audio.hears(hz),
      () => this.ended,
      timeoutMs,
      words,
    );
  }

  /** For the phone: how the ringing call can be answered or given up. */
  rings(ringing: Ringing): void {
    this.#ringing = ringing;
  }

  /** For the phone: the far side rings. */
  alerts(early: Dialog): void {
    this.#early = early;
  }

  /** For the phone: the call was answered. */
  connect(session: InviteSession): void {
    this.#session = session;
    this.#state = 'connected';
    this.#audio.speak();
    session.onReinvite((offer) => this.#reinvited(offer));
    session.onAckBody((body) => this.#acceptAck(session, body));
    session.onRequest((incoming) => this.#receive(incoming));
    session.onEnded((cause) => this.end(cause));
  }

  /** For the phone: the call is over. Idempotent. */
  end(cause: PhoneCallEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#endCause = cause;
    this.#audio.close();
    this.#onEnded(this);
  }

  /** The far side's re-INVITE does not end our hold, unless this phone obeys and is asked to talk again. */
  #reinvited(offer: Buffer | undefined): ReinviteAnswer {
    try {
      if (offer === undefined) return { body: this.#audio.offer() };
      const resumes = this.#state === 'held' && this.#obeys && isResumed(offer.toString());
      const body = this.#audio.answer(offer.toString(), resumes ? 'sendrecv' : undefined);
      if (resumes) this.#state = 'connected';
      return { body };
    } catch {
      return { reject: 488 };
    }
  }

  #acceptAck(session: InviteSession, body: Buffer): void {
    try {
      this.#audio.accept(body.toString());
    } catch {
      // Without usable audio there is nothing to talk with (RFC 3261 section 13.2.2.4).
      session.bye();
    }
  }

  #receive(incoming: IncomingRequest): void {
    const { method, headers } = incoming.request;
    const event = headers.get('event')?.toLowerCase();
    if (method === 'INFO') incoming.respond(200);
    else if (method === 'REFER') incoming.respond(603);
    else if (method !== 'NOTIFY') incoming.respond(501);
    else if (event?.startsWith('refer') === true) this.#referral?.receive(incoming);
    else if (!this.#obeys || (event !== 'hold' && event !== 'talk')) incoming.respond(489);
    else {
      incoming.respond(200);
      const done = event === 'hold' ? this.hold() : this.retrieve();
      // The far side refused; the call stays as it is.
      done.catch(() => {});
    }
  }

  async #renegotiate(direction: 'sendonly' | 'sendrecv', state: 'held' | 'connected'): Promise<void> {
    if (this.#session === undefined || this.ended) throw new Error('The call is not connected');
    const response = await this.#session.reinvite(this.#audio.offer(direction));
    if (response.status >= 300) throw new Error(`The far side answered ${response.status} ${response.reason}`);
    if (this.ended) throw new Error('The call ended meanwhile');
    this.#audio.accept(response.body.toString(), direction);
    this.#state = state;
  }

  async #refer(target: string): Promise<number> {
    const session = this.#session;
    if (session === undefined || this.ended) throw new Error('The call is not connected');
    const referral = new Referral();
    this.#referral = referral;
    const status = await referral.send(session, target);
    if (status < 300) this.hangup();
    return status;
  }

  async #wait(reached: () => boolean, hopeless: () => boolean, timeoutMs: number, words: () => string): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!reached()) {
      if (hopeless()) throw new Error(`The call ended (${this.#endCause}): ${words()}`);
      if (performance.now() > deadline) throw new Error(`After ${timeoutMs} ms ${words()}`);
      await new Promise<void>((resolve) => this.#clock.after(POLL_MS, resolve));
    }
  }
}

function isResumed(offer: string): boolean {
  return readSdp(offer, ['sdes', 'plain']).direction === 'sendrecv';
}
