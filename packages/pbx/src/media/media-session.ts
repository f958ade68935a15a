import { type AgreedAudio, type Direction, SdpSession } from '@cordboard/rtp';
import { type Command, type MediaStats, noStats, type Sound } from './protocol.ts';

/** What a session needs of its plane. */
export interface SessionHost {
  command(command: Command): void;
  stats(port: number): Promise<MediaStats>;
  closed(session: MediaSession): void;
}

/** One party's audio with the PBX: plain RTP on a port of its own, described by SDP. */
export class MediaSession {
  readonly port: number;
  readonly #host: SessionHost;
  readonly #sdp: SdpSession;
  #remoteDirection: Direction = 'sendrecv';
  #joined: MediaSession | undefined;
  #open = true;
  #onLost: (() => void) | undefined;

  constructor(host: SessionHost, o: { address: string; port: number; id: number }) {
    this.#host = host;
    this.port = o.port;
    this.#sdp = new SdpSession(o);
  }

  /** The far side's own view: sendonly means that it sends and does not listen. */
  get remoteDirection(): Direction {
    return this.#remoteDirection;
  }

  offer(direction: Direction = 'sendrecv'): string {
    return this.#sdp.offer(direction);
  }

  /** @throws IncompatibleMedia */
  answer(remoteOffer: string): string {
    const { text, audio } = this.#sdp.answer(remoteOffer);
    this.#agree(audio);
    return text;
  }

  /** @throws IncompatibleMedia */
  accept(remoteAnswer: string): void {
    this.#agree(this.#sdp.accept(remoteAnswer));
  }

  /** Lets both hear each other; whoever either was joined with hears nothing any more. A closed one joins nobody. */
  join(other: MediaSession): void {
    if (!this.#open || !other.#open || other === this) return;
    for (const session of [this, other]) session.part();
    this.#joined = other;
    other.#joined = this;
    this.#tell({ type: 'join', port: this.port, other: other.port });
  }

  part(): void {
    const other = this.#joined;
    if (other === undefined) return;
    this.#joined = undefined;
    other.#joined = undefined;
    for (const session of [this, other]) session.#tell({ type: 'part', port: session.port });
  }

  /** Plays a sound to the party, over and over; undefined stops it. */
  play(sound: Sound | undefined): void {
    this.#tell({ type: 'play', port: this.port, sound });
  }

  /** Zeros once the session is closed. */
  async stats(): Promise<MediaStats> {
    return this.#open ? await this.#host.stats(this.port) : noStats;
  }

  /** Told when the worker that carried the audio has failed; the session is closed then. */
  onLost(handler: () => void): void {
    this.#onLost = handler;
  }

  /** For the plane: the worker is gone, and the port with it. */
  lose(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#onLost?.();
  }

  /** Idempotent. */
  close(): void {
    if (!this.#open) return;
    this.part();
    this.#tell({ type: 'close', port: this.port });
    this.#open = false;
    this.#host.closed(this);
  }

  #agree(audio: AgreedAudio): void {
    this.#remoteDirection = audio.remoteDirection;
    const { remoteDirection, ...where } = audio;
    const listens = remoteDirection === 'sendrecv' || remoteDirection === 'recvonly';
    this.#tell({ type: 'remote', port: this.port, audio: { ...where, listens } });
  }

  /** The port of a closed session may serve another call by now. */
  #tell(command: Command): void {
    if (this.#open) this.#host.command(command);
  }
}
