import {
  type AgreedAudio,
  type AudioWishes,
  type Digit,
  type Direction,
  type Fingerprint,
  g711In,
  mirrored,
  opusIn,
  type StreamQuality,
} from '@cordboard/rtp';
import type { PlayEnd } from './clip.ts';
import { type AudioProtection, Negotiation } from './negotiation.ts';
import { type Command, type MediaStats, noStats, type Recorded, type Sound } from './protocol.ts';
import { readSound } from './read-sound.ts';
import type { Recording } from './recording/recording.ts';

/** What a session needs of its plane. */
export interface SessionHost {
  command(command: Command): void;
  stats(port: number): Promise<MediaStats>;
  quality(port: number): StreamQuality;
  /** Sends a command whose end the worker tells. */
  ask(command: (request: number) => Command): Promise<PlayEnd>;
  record(file: string, of: Recorded): Recording;
  closed(session: MediaSession): void;
}

/** Where more than two hear each other. */
export interface Gathering {
  remove(session: MediaSession): void;
}

/** One party's audio with the PBX: RTP on a port of its own, described by SDP. */
export class MediaSession {
  readonly port: number;
  readonly #host: SessionHost;
  readonly #negotiation: Negotiation;
  #remoteDirection: Direction = 'sendrecv';
  #takesDigits = false;
  #takesG711 = true;
  #knowsOpus = false;
  #usesOpus = false;
  #joined: MediaSession | undefined;
  #gathering: Gathering | undefined;
  #open = true;
  #finalQuality: StreamQuality | undefined;
  #onLost: (() => void) | undefined;
  #onPeerLost: (() => void) | undefined;
  #onDigit: ((digit: Digit) => void) | undefined;

  constructor(host: SessionHost, o: { address: string; port: number; id: number; fingerprint: Fingerprint }) {
    this.#host = host;
    this.port = o.port;
    this.#negotiation = new Negotiation(o);
  }

  /** The far side's own view: sendonly means that it sends and does not listen. */
  get remoteDirection(): Direction {
    return this.#remoteDirection;
  }

  /** `protection` undefined: as agreed before, or else none. Several may be offered to several devices. */
  offer(wishes: AudioWishes = {}, protection?: AudioProtection): string {
    return this.#negotiation.offer({ opus: this.#usesOpus, ...wishes }, protection);
  }

  /** An offer that changes nothing but leaves G.711 alone, which can be understood here. */
  offerG711(): string {
    return this.#negotiation.offer({ direction: mirrored[this.#remoteDirection], opus: false });
  }

  /** Without a wish Opus is used when it was before. @throws IncompatibleMedia */
  answer(remoteOffer: string, wishes: AudioWishes = {}): string {
    const { text, audio } = this.#negotiation.answer(remoteOffer, { opus: this.#usesOpus, ...wishes });
    this.#agree(audio);
    return text;
  }

  /** @throws IncompatibleMedia */
  accept(remoteAnswer: string): void {
    this.#agree(this.#negotiation.accept(remoteAnswer));
  }

  /** Did the party agree to digits in RTP (RFC 4733)? */
  get takesDigits(): boolean {
    return this.#takesDigits;
  }

  /** Can it be sent what is made here? */
  get takesG711(): boolean {
    return this.#takesG711;
  }

  /** Does the party's last description have Opus? */
  get knowsOpus(): boolean {
    return this.#knowsOpus;
  }

  /** Was Opus agreed? Then the party sends it. */
  get usesOpus(): boolean {
    return this.#usesOpus;
  }

  /** Lets both hear each other; whoever either was joined with hears nothing any more. A closed one joins nobody. */
  join(other: MediaSession): void {
    if (!this.#open || !other.#open || other === this) return;
    for (const session of [this, other]) session.part();
    this.#joined = other;
    other.#joined = this;
    this.#tell({ type: 'join', port: this.port, other: other.port });
  }

  /** Ends joining and mixing. */
  part(): void {
    this.#gathering?.remove(this);
    const other = this.#joined;
    if (other === undefined) return;
    this.#joined = undefined;
    other.#joined = undefined;
    for (const session of [this, other]) session.#tell({ type: 'part', port: session.port });
  }

  /** For the mixer: takes part in it from now on; false once the session is closed. */
  enter(gathering: Gathering): boolean {
    if (!this.#open) return false;
    this.part();
    this.#gathering = gathering;
    return true;
  }

  /** For the mixer. */
  leave(): void {
    this.#gathering = undefined;
  }

  /** Plays a sound to the party, over and over; undefined stops it. */
  play(sound: Sound | undefined): void {
    this.#tell({ type: 'play', port: this.port, sound });
  }

  /** Plays 8 kHz samples once, before whatever else would be heard; resolves when they are over. */
  playOnce(samples: Int16Array, { stopOnDigit = false } = {}): Promise<PlayEnd> {
    return this.#ask((request) => ({ type: 'playOnce', port: this.port, samples, stopOnDigit, request }));
  }

  /** Plays a WAV file once, as `playOnce` does. @throws UnusableSound */
  async playFile(path: string, o: { stopOnDigit?: boolean } = {}): Promise<PlayEnd> {
    return await this.playOnce(await readSound(path), o);
  }

  /** Sends digits in RTP; resolves when they are sent, with `stopped` when they were not. */
  sendDigits(digits: string, durationMs?: number): Promise<PlayEnd> {
    return this.#ask((request) => ({ type: 'sendDigits', port: this.port, digits, durationMs, request }));
  }

  /** Told each digit that the party sends in RTP, once, when its key is up. */
  onDigit(handler: (digit: Digit) => void): void {
    this.#onDigit = handler;
  }

  /** For the plane. */
  receiveDigit(digit: Digit): void {
    this.#onDigit?.(digit);
  }

  /** Records what the party says to others, and what it hears of them. Ends with the session. */
  record(file: string): Recording {
    return this.#host.record(file, { port: this.port });
  }

  /** Zeros once the session is closed. */
  async stats(): Promise<MediaStats> {
    return this.#open ? await this.#host.stats(this.port) : noStats;
  }

  /** What has come from the party, until now or until the session was closed. */
  get quality(): StreamQuality {
    return this.#finalQuality ?? this.#host.quality(this.port);
  }

  /** Told when the worker that carried the audio has failed; the session is closed then. */
  onLost(handler: () => void): void {
    this.#onLost = handler;
  }

  /** Told when the party is known to be gone although nobody hung up: a closed page, a lost network. */
  onPeerLost(handler: () => void): void {
    this.#onPeerLost = handler;
  }

  /** For the plane. */
  losePeer(): void {
    if (this.#open) this.#onPeerLost?.();
  }

  /** For the plane: the worker is gone, and the port with it. */
  lose(): void {
    if (!this.#open) return;
    this.#finalQuality = this.quality;
    this.#open = false;
    this.#onLost?.();
  }

  /** Idempotent. */
  close(): void {
    if (!this.#open) return;
    this.part();
    this.#finalQuality = this.quality;
    this.#tell({ type: 'close', port: this.port });
    this.#open = false;
    this.#host.closed(this);
  }

  #agree(audio: AgreedAudio): void {
    this.#remoteDirection = audio.remoteDirection;
    this.#takesDigits = audio.digits !== undefined;
    this.#takesG711 = g711In(audio.sends) !== undefined;
    this.#usesOpus = opusIn(audio.sends) !== undefined;
    const { remoteDirection, knowsOpus, ...where } = audio;
    this.#knowsOpus = knowsOpus;
    const listens = remoteDirection === 'sendrecv' || remoteDirection === 'recvonly';
    this.#tell({ type: 'remote', port: this.port, audio: { ...where, listens } });
  }

  /** The port of a closed session may serve another call by now. */
  #tell(command: Command): void {
    if (this.#open) this.#host.command(command);
  }

  #ask(command: (request: number) => Command): Promise<PlayEnd> {
    return this.#open ? this.#host.ask(command) : Promise.resolve('stopped');
  }
}
