import type { PlayEnd } from '../clip.ts';
import type { Gathering, MediaSession } from '../media-session.ts';
import type { Recording } from '../recording/recording.ts';

/** What a mixer needs of its plane. */
export interface MixerHost {
  seat(session: MediaSession, seated: boolean): void;
  mute(session: MediaSession, on: boolean): void;
  deafen(session: MediaSession, on: boolean): void;
  play(samples: Int16Array | undefined): Promise<PlayEnd>;
  record(file: string): Recording;
  close(): void;
}

/** Lets any number of parties hear each other. */
export class Mixer implements Gathering {
  readonly #host: MixerHost;
  readonly #sessions = new Set<MediaSession>();
  #open = true;

  constructor(host: MixerHost) {
    this.#host = host;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Whoever the session was joined with, or mixed with, hears it no more. */
  add(session: MediaSession): void {
    if (!this.#open || this.#sessions.has(session) || !session.enter(this)) return;
    this.#sessions.add(session);
    this.#host.seat(session, true);
  }

  remove(session: MediaSession): void {
    if (!this.#sessions.delete(session)) return;
    session.leave();
    this.#host.seat(session, false);
  }

  /** Nobody hears the party, until it is unmuted or leaves. */
  mute(session: MediaSession, on = true): void {
    if (this.#sessions.has(session)) this.#host.mute(session, on);
  }

  /** The party hears nothing, until that is taken back or it leaves. */
  deafen(session: MediaSession, on = true): void {
    if (this.#sessions.has(session)) this.#host.deafen(session, on);
  }

  /** Plays a sound to everybody, once; another one takes its place. Undefined stops it. */
  play(samples: Int16Array | undefined): Promise<PlayEnd> {
    return this.#open ? this.#host.play(samples) : Promise.resolve('stopped');
  }

  /** Records all that everybody says. */
  record(file: string): Recording {
    return this.#host.record(file);
  }

  /** Idempotent. */
  close(): void {
    if (!this.#open) return;
    for (const session of [...this.#sessions]) this.remove(session);
    this.#open = false;
    this.#host.close();
  }
}
