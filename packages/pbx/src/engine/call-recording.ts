import { randomUUID } from 'node:crypto';
import type { MediaSession, Recording, RecordingEnd } from '../media/index.ts';
import type { RecordingInfo } from '../recording-info.ts';

export interface CallRecordingOptions {
  readonly media: MediaSession;
  readonly endpointId: string;
  readonly trackingId: string;
  /** Of the conversation as it is now. */
  callIds(): readonly string[];
  file(recordingId: string): string;
  now(): number;
  changed(recording: RecordingInfo): void;
  ended(recording: CallRecording): void;
}

/** The recording of one endpoint's call: what its party says, and what it hears of the others. */
export class CallRecording {
  readonly #o: CallRecordingOptions;
  readonly #recording: Recording;
  #info: RecordingInfo;
  #follows = true;

  constructor(o: CallRecordingOptions) {
    const recordingId = randomUUID();
    const file = o.file(recordingId);
    this.#o = o;
    this.#info = Object.freeze({
      recordingId,
      callIds: o.callIds(),
      endpointId: o.endpointId,
      trackingId: o.trackingId,
      state: 'recording',
      startedAt: o.now(),
      durationMs: 0,
      bytes: 0,
      file,
      tags: {},
    });
    this.#recording = o.media.record(file);
    this.#recording.onEnded((end) => this.#end(end));
    o.changed(this.#info);
  }

  pause(paused: boolean): void {
    const state = paused ? 'paused' : 'recording';
    if (!this.live || this.#info.state === state) return;
    this.#change({ state });
    this.#obey();
  }

  /** Adds tags, or replaces those of the same name. */
  tag(tags: Readonly<Record<string, string>>): void {
    if (this.live && Object.keys(tags).length > 0) this.#change({ tags: { ...this.#info.tags, ...tags } });
  }

  /**
   * While its phone attends to another call of the same line, nothing of that one is recorded. Who has joined is told at
   * once: at the end they may have gone already.
   */
  follow(active: boolean): void {
    if (this.live && this.#o.callIds().some((callId) => !this.#info.callIds.includes(callId))) this.#change({});
    if (this.#follows === active) return;
    this.#follows = active;
    this.#obey();
  }

  get live(): boolean {
    return this.#info.state === 'recording' || this.#info.state === 'paused';
  }

  get paused(): boolean {
    return this.#info.state === 'paused';
  }

  get tags(): RecordingInfo['tags'] {
    return this.#info.tags;
  }

  /** The last change is told when the file is complete. */
  stop(): void {
    void this.#recording.stop();
  }

  #obey(): void {
    if (this.#info.state === 'recording' && this.#follows) this.#recording.resume();
    else this.#recording.pause();
  }

  #end({ durationMs, bytes, cause }: RecordingEnd): void {
    const how = cause === undefined ? { state: 'ended' as const } : { state: 'failed' as const, cause };
    this.#change({ ...how, durationMs, bytes, endedAt: this.#o.now() });
    this.#o.ended(this);
  }

  #change(change: Partial<RecordingInfo>): void {
    const callIds = [...new Set([...this.#info.callIds, ...this.#o.callIds()])];
    this.#info = Object.freeze({ ...this.#info, callIds, ...change });
    this.#o.changed(this.#info);
  }
}
