import type { Clock, IncomingRequest, InviteSession, SessionEnd } from '@cordboard/sip';
import type { CallAudio, Heard } from './audio.ts';

export type PhoneCallState = 'ringing' | 'connected' | 'held' | 'ended';
export type PhoneCallEnd = SessionEnd | 'rejected' | 'cancelled' | 'failed';

/** What the SIP side of a call can be asked for while it rings. */
export interface Ringing {
  /** Undefined for a call that we placed. */
  answer?(): void;
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
  #state: PhoneCallState = 'ringing';
  #ringing: Ringing | undefined;
  #session: InviteSession | undefined;
  #endCause: PhoneCallEnd | undefined;
  readonly #ended: (call: PhoneCall) => void;

  constructor(o: {
    id: string;
    direction: 'inbound' | 'outbound';
    remote: { number: string; name?: string };
    clock: Clock;
    audio: CallAudio;
    ended: (call: PhoneCall) => void;
  }) {
    this.id = o.id;
    this.direction = o.direction;
    this.remote = o.remote;
    this.#clock = o.clock;
    this.#audio = o.audio;
    this.#ended = o.ended;
  }

  get state(): PhoneCallState {
    return this.#state;
  }

  get endCause(): PhoneCallEnd | undefined {
    return this.#endCause;
  }

  /** Lifts the receiver. */
  answer(): void {
    if (this.#state === 'ringing') this.#ringing?.answer?.();
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
    await this.#renegotiate('sendonly');
    if (this.#state === 'connected') this.#state = 'held';
  }

  /** Takes it back. @throws Error when the far side refuses */
  async retrieve(): Promise<void> {
    await this.#renegotiate('sendrecv');
    if (this.#state === 'held') this.#state = 'connected';
  }

  /** Tone to say from now on, in Hz; without one, silence. */
  playTone(hz?: number): void {
    this.#audio.play(hz);
  }

  heard(): Heard {
    return this.#audio.heard();
  }

  /** Resolves when the call is in this state. @throws Error after the time limit, or when it ended instead */
  async until(state: PhoneCallState, timeoutMs: number): Promise<void> {
    await this.#wait(
      () => this.#state === state,
      timeoutMs,
      () => `the call is ${this.#state}, not ${state}`,
    );
  }

  /** Resolves when the tone is heard. @throws Error after the time limit */
  async untilHears(hz: number, timeoutMs: number): Promise<void> {
    const words = () => {
      const { packetsReceived, tones } = this.heard();
      return `${hz} Hz is not heard (${packetsReceived} packets; heard: ${tones.join(', ') || 'nothing'} Hz)`;
    };
    await this.#wait(() => this.#audio.hears(hz), timeoutMs, words);
  }

  /** For the phone: how the ringing call can be answered or given up. */
  rings(ringing: Ringing): void {
    this.#ringing = ringing;
  }

  /** For the phone: the call was answered. */
  connect(session: InviteSession): void {
    this.#session = session;
    this.#state = 'connected';
    session.onReinvite((offer) => {
      try {
        return { body: offer === undefined ? this.#audio.offer() : this.#audio.answer(offer.toString()) };
      } catch {
        return { reject: 488 };
      }
    });
    session.onAckBody((body) => this.#audio.accept(body.toString()));
    session.onRequest((incoming) => this.#receive(incoming));
    session.onEnded((cause) => this.end(cause));
  }

  /** For the phone: the call is over. Idempotent. */
  end(cause: PhoneCallEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#endCause = cause;
    this.#audio.close();
    this.#ended(this);
  }

  #receive(incoming: IncomingRequest): void {
    const event = incoming.request.headers.get('event')?.toLowerCase();
    if (incoming.request.method !== 'NOTIFY' || (event !== 'hold' && event !== 'talk')) {
      incoming.respond(incoming.request.method === 'NOTIFY' ? 489 : 200);
      return;
    }
    incoming.respond(200);
    const done = event === 'hold' ? this.hold() : this.retrieve();
    // The far side refused; the call stays as it is.
    done.catch(() => {});
  }

  async #renegotiate(direction: 'sendonly' | 'sendrecv'): Promise<void> {
    if (this.#session === undefined || this.#state === 'ended') throw new Error('The call is not connected');
    const response = await this.#session.reinvite(this.#audio.offer(direction));
    if (response.status >= 300) throw new Error(`The far side answered ${response.status} ${response.reason}`);
    this.#audio.accept(response.body.toString());
  }

  async #wait(reached: () => boolean, timeoutMs: number, words: () => string): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!reached()) {
      if (performance.now() > deadline) throw new Error(`After ${timeoutMs} ms ${words()}`);
      await new Promise<void>((resolve) => this.#clock.after(POLL_MS, resolve));
    }
  }
}
