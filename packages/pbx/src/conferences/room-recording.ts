import { randomUUID } from 'node:crypto';
import type { Recording, RecordingEnd } from '../media/index.ts';
import type { RecordingInfo } from '../recording-info.ts';

export interface RoomRecordingOptions {
  readonly conferenceId: string;
  readonly instanceId: string;
  record(file: string): Recording;
  file(recordingId: string): string;
  now(): number;
  changed(recording: RecordingInfo): void;
  ended(recording: RoomRecording): void;
}

/** The recording of a whole meeting: all that everybody says. */
export class RoomRecording {
  readonly #o: RoomRecordingOptions;
  readonly #recording: Recording;
  #info: RecordingInfo;

  constructor(o: RoomRecordingOptions) {
    const recordingId = randomUUID();
    const file = o.file(recordingId);
    this.#o = o;
    this.#info = Object.freeze({
      recordingId,
      callIds: [],
      endpointId: '',
      conferenceId: o.conferenceId,
      trackingId: o.instanceId,
      state: 'recording',
      startedAt: o.now(),
      durationMs: 0,
      bytes: 0,
      file,
      tags: {},
    });
    this.#recording = o.record(file);
    this.#recording.onEnded((end) => this.#end(end));
    o.changed(this.#info);
  }

  get live(): boolean {
    return this.#info.state === 'recording' || this.#info.state === 'paused';
  }

  get state(): 'recording' | 'paused' {
    return this.#info.state === 'paused' ? 'paused' : 'recording';
  }

  pause(paused: boolean): void {
    const state = paused ? 'paused' : 'recording';
    if (!this.live || this.#info.state === state) return;
    this.#change({ state });
    if (paused) this.#recording.pause();
    else this.#recording.resume();
  }

  /** The last change is told when the file is complete. */
  stop(): void {
    void this.#recording.stop();
  }

  #end({ durationMs, bytes, cause }: RecordingEnd): void {
    const how = cause === undefined ? { state: 'ended' as const } : { state: 'failed' as const, cause };
    this.#change({ ...how, durationMs, bytes, endedAt: this.#o.now() });
    this.#o.ended(this);
  }

  #change(change: Partial<RecordingInfo>): void {
    this.#info = Object.freeze({ ...this.#info, ...change });
    this.#o.changed(this.#info);
  }
}
