import type { MediaSession, Mixer } from '../media/index.ts';

export type Tone = 'ringback' | 'hold' | 'busy';

/** What a party hears: another party, those of a conference, a tone, or nothing. */
export type Plan =
  | { readonly join: Patch }
  | { readonly mix: Mixer; readonly muted?: boolean }
  | { readonly play: Tone | undefined };

/**
 * The media wiring of one line. It remembers what was last asked of the media plane, so that wiring can be worked out
 * anew from the calls after each change and only differences cost anything.
 */
export class Patch {
  readonly #media: MediaSession;
  #joined: Patch | undefined;
  #mixer: Mixer | undefined;
  #muted = false;
  #playing: Tone | undefined;

  constructor(media: MediaSession) {
    this.#media = media;
  }

  apply(plan: Plan): void {
    if ('join' in plan) this.#join(plan.join);
    else if ('mix' in plan) this.#mix(plan.mix, plan.muted === true);
    else this.#play(plan.play);
  }

  /** Forgets the wiring; the session is about to close. */
  clear(): void {
    if (this.#joined !== undefined) this.#part();
    this.#leave();
    this.#playing = undefined;
  }

  #join(other: Patch): void {
    if (this.#joined === other && other.#joined === this) return;
    for (const side of [this, other]) {
      side.#silence();
      side.#leave();
    }
    for (const side of [this, other]) if (side.#joined !== undefined) side.#joined.#joined = undefined;
    this.#media.join(other.#media);
    this.#joined = other;
    other.#joined = this;
  }

  #mix(mixer: Mixer, muted: boolean): void {
    if (this.#mixer !== mixer) {
      this.#silence();
      if (this.#joined !== undefined) this.#part();
      this.#leave();
      this.#mixer = mixer;
      mixer.add(this.#media);
    }
    if (this.#muted === muted) return;
    this.#muted = muted;
    mixer.mute(this.#media, muted);
  }

  #leave(): void {
    this.#mixer?.remove(this.#media);
    this.#mixer = undefined;
    this.#muted = false;
  }

  #play(tone: Tone | undefined): void {
    if (this.#joined !== undefined) this.#part();
    this.#leave();
    if (this.#playing === tone) return;
    this.#playing = tone;
    this.#media.play(tone);
  }

  #part(): void {
    this.#media.part();
    const other = this.#joined;
    if (other !== undefined && other.#joined === this) other.#joined = undefined;
    this.#joined = undefined;
  }

  #silence(): void {
    if (this.#playing === undefined) return;
    this.#playing = undefined;
    this.#media.play(undefined);
  }
}
