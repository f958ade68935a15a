import type { Clock } from '@cordboard/sip';
import { RoomRecording, type RoomRecordingOptions } from '../conferences/room-recording.ts';
import type { RecordingOptions } from '../pbx.ts';
import { PbxError } from '../pbx-error.ts';
import type { RecordingInfo } from '../recording-info.ts';
import { CallRecording } from './call-recording.ts';
import type { ActedLeg } from './conversation.ts';
import { rewireAll } from './wiring.ts';

/** The recordings under way. */
export class Recordings {
  readonly #options: RecordingOptions | undefined;
  readonly #clock: Clock;
  readonly #changed: (recording: RecordingInfo) => void;
  readonly #live = new Set<CallRecording | RoomRecording>();
  readonly #waiters: (() => void)[] = [];

  constructor(o: { options: RecordingOptions | undefined; clock: Clock; changed: (recording: RecordingInfo) => void }) {
    this.#options = o.options;
    this.#clock = o.clock;
    this.#changed = o.changed;
  }

  /** @throws PbxError recordingUnavailable */
  require(): RecordingOptions {
    if (this.#options !== undefined) return this.#options;
    throw new PbxError('recordingUnavailable', 'This PBX has no place for recordings.');
  }

  /** Records a call from now on, unless it is recorded already. @throws PbxError recordingUnavailable */
  start(leg: ActedLeg): void {
    this.require();
    if (leg.recording === undefined) this.#begin(leg);
  }

  /** The call goes on with another telephone: what follows is a recording of its own, as the one before was set. */
  renew(leg: ActedLeg): void {
    const before = leg.recording;
    if (before?.live !== true) return;
    before.stop();
    const recording = this.#begin(leg);
    recording.tag(before.tags);
    recording.pause(before.paused);
  }

  #begin(leg: ActedLeg): CallRecording {
    const { file } = this.require();
    const recording = new CallRecording({
      media: leg.line.media,
      endpointId: leg.record.endpointId,
      trackingId: leg.record.trackingId,
      callIds: () => leg.conversation.callIds,
      file,
      now: () => this.#clock.now(),
      changed: this.#changed,
      ended: (recording) => this.#ended(recording),
    });
    leg.recording = recording;
    this.#live.add(recording);
    rewireAll(leg.conversation);
    return recording;
  }

  /** Records a meeting from now on. @throws PbxError recordingUnavailable */
  startRoom(o: Pick<RoomRecordingOptions, 'conferenceId' | 'instanceId' | 'record'>): RoomRecording {
    const { file } = this.require();
    const recording = new RoomRecording({
      ...o,
      file,
      now: () => this.#clock.now(),
      changed: this.#changed,
      ended: (ended) => this.#ended(ended),
    });
    this.#live.add(recording);
    return recording;
  }

  /** Resolves when the file of every recording is complete. */
  settled(): Promise<void> {
    if (this.#live.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #ended(recording: CallRecording | RoomRecording): void {
    this.#live.delete(recording);
    if (this.#live.size > 0) return;
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}
