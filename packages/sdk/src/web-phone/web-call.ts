import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRequest } from 'jssip/lib/SIPMessage';
import type { WebPhoneAudio } from './web-phone-audio.ts';

export type WebCallState = 'calling' | 'ringing' | 'connected' | 'held' | 'ended';

/** RFC 4733 in RTP, as the PBX has agreed. */
const DTMF_IN_RTP = 'RFC2833';
const DIGITS_LIMIT_MS = 10_000;
const DIGITS_LOOK_MS = 50;
/** No STUN server: the PBX tells its address, and learns ours from our packets. */
export const connection: RTCConfiguration = { iceServers: [], bundlePolicy: 'max-bundle' };

/** A call of this page. */
export class WebCall {
  readonly direction: 'in' | 'out';
  /** Number of the other party. */
  readonly number: string;
  readonly name: string | undefined;
  #state: WebCallState;
  readonly #session: RTCSession;
  readonly #audio: WebPhoneAudio;
  readonly #handlers = new Set<(call: WebCall) => void>();
  #microphone: MediaStream | undefined;

  constructor(session: RTCSession, audio: WebPhoneAudio, microphone?: MediaStream) {
    this.#session = session;
    this.#audio = audio;
    this.#microphone = microphone;
    this.direction = session.direction === 'incoming' ? 'in' : 'out';
    this.number = session.remote_identity.uri.user;
    this.name = session.remote_identity.display_name || undefined;
    this.#state = this.direction === 'in' ? 'ringing' : 'calling';
    this.#watch();
    obeyTalk(session, () => this.#talk());
  }

  get state(): WebCallState {
    return this.#state;
  }

  /** For measuring; undefined before there is one. */
  get peerConnection(): RTCPeerConnection | undefined {
    return this.#session.connection ?? undefined;
  }

  onChange(handler: (call: WebCall) => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  async answer(): Promise<void> {
    if (this.#state !== 'ringing') return;
    this.#microphone ??= await this.#audio.microphone();
    if (this.#state === 'ringing') this.#session.answer({ mediaStream: this.#microphone, pcConfig: connection });
  }

  /** Hangs up, or refuses a call that rings. */
  end(): void {
    if (this.#state !== 'ended') this.#session.terminate(this.#state === 'ringing' ? { status_code: 486 } : {});
  }

  hold(): void {
    this.#session.hold();
  }

  retrieve(): void {
    this.#session.unhold();
  }

  /** 0-9, *, #, A-D; sent once the audio has found its way. @throws Error when they are not taken */
  async sendDigits(digits: string): Promise<void> {
    if (!(await this.#takesDigits())) throw new Error('The other party takes no digits');
    this.#session.sendDTMF(digits, { transportType: DTMF_IN_RTP as never });
  }

  mute(on: boolean): void {
    if (on) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
  }

  /** For the telephone: the way to the PBX may be another one; ICE begins again. */
  restart(): void {
    if (this.#state !== 'connected' && this.#state !== 'held') return;
    this.#session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
  }

  #watch(): void {
    const session = this.#session;
    session.on('accepted', () => this.#go('connected'));
    session.on('hold', ({ originator }) => originator === 'local' && this.#go('held'));
    session.on('unhold', ({ originator }) => originator === 'local' && this.#go('connected'));
    session.on('ended', () => this.#end());
    session.on('failed', () => this.#end());
    session.on('peerconnection', ({ peerconnection }) => this.#play(peerconnection));
    if (session.connection) this.#play(session.connection);
  }

  /** A browser takes digits some time after the answer, and tells by no event when. */
  async #takesDigits(): Promise<boolean> {
    for (let waited = 0; waited < DIGITS_LIMIT_MS && this.#state !== 'ended'; waited += DIGITS_LOOK_MS) {
      if (this.peerConnection?.getSenders().some(({ dtmf }) => dtmf?.canInsertDTMF)) return true;
      await new Promise((resolve) => setTimeout(resolve, DIGITS_LOOK_MS));
    }
    return false;
  }

  #play(peer: RTCPeerConnection): void {
    peer.addEventListener('track', ({ track, streams }) => {
      this.#audio.play(streams[0] ?? new MediaStream([track]));
    });
  }

  /** A program asks: answer while it rings, take it back while it is held. */
  #talk(): void {
    if (this.#state === 'ringing') void this.answer().catch(() => this.end());
    else if (this.#state === 'held') this.retrieve();
  }

  #end(): void {
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#go('ended');
  }

  #go(state: WebCallState): void {
    if (this.#state === state || this.#state === 'ended') return;
    this.#state = state;
    for (const handler of this.#handlers) handler(this);
  }
}

interface Receiver {
  receiveRequest(request: IncomingRequest & { reply(status: number): void }): void;
}

/** JsSIP has no ear for NOTIFY `Event: talk` (telephones' remote call control), and none in an early dialog. */
function obeyTalk(session: RTCSession, talk: () => void): void {
  const receiver = session as unknown as Receiver;
  const otherwise = receiver.receiveRequest.bind(session);
  receiver.receiveRequest = (request) => {
    const event = request.method === 'NOTIFY' ? String(request.getHeader('Event') ?? '') : '';
    if (!/^talk\b/i.test(event)) return otherwise(request);
    request.reply(200);
    talk();
  };
}
