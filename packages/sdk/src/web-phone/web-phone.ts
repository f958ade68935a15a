import { UA } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import { type Connect, PhoneSocket } from './phone-socket.ts';
import { connection, WebCall } from './web-call.ts';
import { defaultAudio, type WebPhoneAudio } from './web-phone-audio.ts';

export interface WebPhoneOptions {
  /** Extension of the endpoint that the user has. */
  readonly extension: string;
  /** Host of the platform. */
  readonly domain: string;
  /** The address of the platform's SIP over WebSocket with a fresh access token; asked at each connection. */
  readonly connect: Connect;
  readonly audio?: Partial<WebPhoneAudio>;
  /** false: it only calls, as with the token of a participant's connection to a conference (default: true). */
  readonly register?: boolean;
  readonly onState?: (state: WebPhoneState) => void;
  /** A call comes in. */
  readonly onCall?: (call: WebCall) => void;
}

/** `ready`: calls can come and go. `connecting`: the network or the platform is away, the telephone tries on. */
export type WebPhoneState = 'off' | 'connecting' | 'ready';

/** A program may answer calls here (Allow-Events of telephones' remote call control). */
const ALLOW_EVENTS = 'Allow-Events: talk';
const REGISTER_SECONDS = 120;

/** A telephone in a browser page: SIP over WebSocket (RFC 7118), audio over WebRTC. */
export class WebPhone {
  readonly #o: WebPhoneOptions;
  readonly #audio: WebPhoneAudio;
  readonly #socket: PhoneSocket;
  readonly #agent: UA;
  readonly #calls = new Set<WebCall>();
  #state: WebPhoneState = 'off';
  #wasReady = false;
  readonly #online = () => this.#socket.reconnect();

  constructor(o: WebPhoneOptions) {
    this.#o = o;
    this.#audio = { ...defaultAudio(), ...o.audio };
    this.#socket = new PhoneSocket(o.connect, o.domain);
    this.#agent = new UA({
      sockets: this.#socket as never,
      uri: `sip:${o.extension}@${o.domain}`,
      register: o.register !== false,
      register_expires: REGISTER_SECONDS,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 10,
      extra_headers: [ALLOW_EVENTS],
    });
    this.#watch();
  }

  get state(): WebPhoneState {
    return this.#state;
  }

  get calls(): readonly WebCall[] {
    return [...this.#calls];
  }

  start(): void {
    this.#agent.start();
    this.#go('connecting');
    window.addEventListener('online', this.#online);
  }

  /** Ends the calls and takes the telephone away. */
  stop(): void {
    window.removeEventListener('online', this.#online);
    for (const call of this.#calls) call.end();
    this.#agent.stop();
    this.#go('off');
  }

  async call(number: string): Promise<WebCall> {
    const microphone = await this.#audio.microphone();
    const session = this.#agent.call(`sip:${encodeURIComponent(number)}@${this.#o.domain}`, {
      mediaStream: microphone,
      pcConfig: connection,
    });
    return this.#keep(new WebCall(session, this.#audio, microphone));
  }

  #watch(): void {
    const agent = this.#agent;
    agent.on('registered', () => this.#ready());
    agent.on('connected', () => this.#o.register === false && this.#ready());
    agent.on('unregistered', () => this.#away());
    agent.on('registrationFailed', () => this.#away());
    agent.on('disconnected', () => this.#away());
    agent.on('newRTCSession', ({ originator, session }: { originator: string; session: RTCSession }) => {
      if (originator !== 'remote') return;
      this.#o.onCall?.(this.#keep(new WebCall(session, this.#audio)));
    });
  }

  #keep(call: WebCall): WebCall {
    this.#calls.add(call);
    call.onChange(() => call.state === 'ended' && this.#calls.delete(call));
    return call;
  }

  /** After a break, the calls that live on find their way anew. */
  #ready(): void {
    if (this.#state === 'connecting' && this.#wasReady) for (const call of this.#calls) call.restart();
    this.#wasReady = true;
    this.#go('ready');
  }

  #away(): void {
    if (this.#state !== 'off') this.#go('connecting');
  }

  #go(state: WebPhoneState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#o.onState?.(state);
  }
}
