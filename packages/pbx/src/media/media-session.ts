import { type AgreedAudio, type Direction, SdpSession } from '@cordboard/rtp';
import type { Command, MediaStats, Sound } from './protocol.ts';

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

  constructor(host: SessionHost, o: { address: string; port: number; id: number }) {
    this.#host = host;
    this.port = o.port;
    this.#sdp = new SdpSession(o);
    host.command({ type: 'open', port: o.port });
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

  /** Lets both hear each other; whoever either was joined with hears nothing any more. */
  join(other: MediaSession): void {
    for (const session of [this, other]) session.part();
    this.#joined = other;
    other.#joined = this;
    this.#host.command({ type: 'join', port: this.port, other: other.port });
  }

  part(): void {
    const other = this.#joined;
    if (other === undefined) return;
    this.#joined = undefined;
    other.#joined = undefined;
    for (const { port } of [this, other]) this.#host.command({ type: 'part', port });
  }

  /** Plays a sound to the party, over and over; undefined stops it. */
  play(sound: Sound | undefined): void {
    this.#host.command({ type: 'play', port: this.port, sound });
  }

  /** Zeros once the session is closed. */
  async stats(): Promise<MediaStats> {
    return this.#open
      ? await this.#host.stats(this.port)
      : { packetsSent: 0, packetsReceived: 0, lost: 0, jitterMs: 0 };
  }

  /** Idempotent. */
  close(): void {
    if (!this.#open) return;
    this.part();
    this.#open = false;
    this.#host.command({ type: 'close', port: this.port });
    this.#host.closed(this);
  }

  #agree(audio: AgreedAudio): void {
    this.#remoteDirection = audio.remoteDirection;
    const { address, port, codec, payloadType, digits } = audio;
    const listens = audio.remoteDirection === 'sendrecv' || audio.remoteDirection === 'recvonly';
    this.#host.command({
      type: 'remote',
      port: this.port,
      audio: { address, port, codec, payloadType, digits, listens },
    });
  }
}
