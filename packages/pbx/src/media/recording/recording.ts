import type { RecordingEnd } from './recording-end.ts';

/** What a recording needs of its plane. */
export interface RecordingHost {
  pause(paused: boolean): void;
  stop(): void;
}

/** A recording under way: into a file, written by the media worker. */
export class Recording {
  readonly file: string;
  readonly #host: RecordingHost;
  readonly #done = Promise.withResolvers<RecordingEnd>();
  #over = false;

  constructor(file: string, host: RecordingHost) {
    this.file = file;
    this.#host = host;
  }

  /** What is said from now on is left out, and the time with it. */
  pause(): void {
    if (!this.#over) this.#host.pause(true);
  }

  resume(): void {
    if (!this.#over) this.#host.pause(false);
  }

  /** Resolves when the file is complete. Idempotent. */
  stop(): Promise<RecordingEnd> {
    if (!this.#over) this.#host.stop();
    return this.#done.promise;
  }

  /** Told when the file is complete: after stop, with the end of what is recorded, or with a cause of its own. */
  onEnded(handler: (end: RecordingEnd) => void): void {
    void this.#done.promise.then(handler);
  }

  /** For the plane. */
  end(end: RecordingEnd): void {
    this.#over = true;
    this.#done.resolve(end);
  }
}
