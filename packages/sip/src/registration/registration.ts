import type { Clock, Timer } from '../clock.ts';
import type { Credentials } from '../digest/digest-client.ts';
import type { OutgoingRequest } from '../endpoint/create-request.ts';
import type { HeaderFields } from '../message/create-response.ts';
import type { SipResponse } from '../message/message.ts';
import type { Random } from '../random.ts';
import type { Flow, Target } from '../transport/flow.ts';
import { backOffMs } from './back-off.ts';
import { demandedSeconds, grantedSeconds, retryAfterMs } from './register-answer.ts';
import type { RegistrationState } from './registration-state.ts';

export interface RegistrationOptions {
  /** Request-URI: `sip:provider.example.com`, with `;transport=` unless there is a target. */
  readonly registrar: string;
  /** Address of record: who is to be reached here. */
  readonly aor: string;
  readonly credentials?: Credentials;
  /** Asked for; the registrar decides. Default 600. */
  readonly expiresSeconds?: number;
  /** Where the REGISTER goes when it is not the registrar's own address. */
  readonly target?: Target;
  /** Value of Contact; default: ours on the transport that is used. */
  readonly contact?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Told of every change, the first one included. */
  readonly onState?: (state: RegistrationState) => void;
}

/** What a registration needs of its endpoint. */
export interface RegistrationHost {
  readonly clock: Clock;
  readonly random: Random;
  request(o: OutgoingRequest & { method: string; target?: Target; credentials?: Credentials }): Promise<SipResponse>;
  /** The way to the registrar, and our Contact on it. @throws Error when there is none */
  way(registrar: string, target: Target | undefined): { readonly flow: Flow; readonly contact: string };
  /** Called when the registration is closed. */
  closed(registration: Registration): void;
}

const ASKED_SECONDS = 600;
/** A try that nobody answers takes 32 s (RFC 3261, timer F): a second one must still be possible before expiry. */
const TRY_SECONDS = 40;
const GOODBYE_MS = 1_000;

/** Keeps one binding alive at a registrar (RFC 3261 section 10.2) until it is closed. */
export class Registration {
  readonly #host: RegistrationHost;
  readonly #o: RegistrationOptions;
  readonly #callId: string;
  #cseq = 0;
  #askedSeconds: number;
  #failures = 0;
  #state: RegistrationState = { state: 'registering' };
  #timer: Timer | undefined;
  #trying: Promise<void> | undefined;
  #flow: Flow | undefined;
  #contact = '';

  constructor(host: RegistrationHost, o: RegistrationOptions) {
    this.#host = host;
    this.#o = o;
    this.#callId = host.random.token();
    this.#askedSeconds = o.expiresSeconds ?? ASKED_SECONDS;
  }

  get state(): RegistrationState {
    return this.#state;
  }

  /** Registers now; resolves with what came of it. While a try is under way, with that one's. */
  async refresh(): Promise<RegistrationState> {
    if (this.#state.state !== 'closed') {
      this.#timer?.cancel();
      this.#trying ??= this.#try().finally(() => {
        this.#trying = undefined;
      });
      await this.#trying;
    }
    return this.#state;
  }

  /** Unregisters; a registrar that does not answer is not waited for long. Idempotent. */
  async close(): Promise<void> {
    if (this.#state.state === 'closed') return;
    this.stop();
    let late: Timer | undefined;
    const limit = new Promise<void>((resolve) => {
      late = this.#host.clock.after(GOODBYE_MS, resolve);
    });
    await Promise.race([this.#register(0).catch(() => undefined), limit]);
    late?.cancel();
  }

  /** Ends without a word to the registrar: the binding lapses by itself. */
  stop(): void {
    if (this.#state.state === 'closed') return;
    this.#timer?.cancel();
    this.#enter({ state: 'closed' });
    this.#host.closed(this);
  }

  /** A binding is worth nothing without the connection that it was made by (RFC 5626 section 4.2.1). */
  connectionClosed(flow: Flow): void {
    if (flow !== this.#flow || this.#state.state !== 'registered') return;
    this.#timer?.cancel();
    this.#failed(503, 'The connection is gone', 0);
  }

  async #try(): Promise<void> {
    if (this.#state.state !== 'registered') this.#enter({ state: 'registering' });
    try {
      const response = await this.#registerLongEnough();
      if (this.#state.state === 'closed') return;
      if (response.status >= 200 && response.status < 300) this.#registered(response);
      else this.#failed(response.status, response.reason, retryAfterMs(response));
    } catch (error) {
      // The connection that it was bound to is gone.
      if (this.#state.state !== 'closed') this.#failed(503, (error as Error).message, 0);
    }
  }

  #registered(response: SipResponse): void {
    this.#failures = 0;
    const seconds = grantedSeconds(response, this.#contact, this.#askedSeconds);
    this.#again(renewalSeconds(seconds) * 1_000);
    this.#enter({ state: 'registered', expiresAt: this.#host.clock.now() + seconds * 1_000 });
  }

  #failed(status: number, reason: string, leastPauseMs: number): void {
    this.#failures += 1;
    const pauseMs = Math.max(backOffMs(this.#failures, this.#host.random), leastPauseMs);
    this.#again(pauseMs);
    this.#enter({ state: 'failed', status, reason, retryAt: this.#host.clock.now() + pauseMs });
  }

  #again(ms: number): void {
    this.#timer = this.#host.clock.after(ms, () => void this.refresh());
  }

  async #registerLongEnough(): Promise<SipResponse> {
    const response = await this.#register(this.#askedSeconds);
    const least = demandedSeconds(response, this.#askedSeconds);
    if (least === undefined || this.#state.state === 'closed') return response;
    this.#askedSeconds = least;
    return await this.#register(least);
  }

  async #register(expiresSeconds: number): Promise<SipResponse> {
    const { registrar, aor, credentials, headers } = this.#o;
    const { flow, contact } = this.#host.way(registrar, this.#o.target);
    this.#flow = flow;
    this.#contact = this.#o.contact ?? contact;
    // One Call-ID, and a growing number; a challenged REGISTER takes two (section 10.2).
    this.#cseq += 2;
    const fields: HeaderFields = { ...headers, Contact: this.#contact, Expires: String(expiresSeconds) };
    return await this.#host.request({
      method: 'REGISTER',
      uri: registrar,
      from: { uri: aor },
      to: { uri: aor },
      headers: fields,
      callId: this.#callId,
      cseq: this.#cseq,
      target: { flow },
      ...(credentials === undefined ? {} : { credentials }),
    });
  }

  #enter(state: RegistrationState): void {
    this.#state = state;
    this.#o.onState?.(state);
  }
}

/** At nine tenths of the time, but early enough for a second try. */
function renewalSeconds(seconds: number): number {
  return Math.min(seconds * 0.9, Math.max((seconds * 2) / 3, seconds - TRY_SECONDS));
}
