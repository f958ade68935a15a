/** A recording of an endpoint's call as it is now: a snapshot. Times are milliseconds since the epoch. */
export interface RecordingInfo {
  readonly recordingId: string;
  /** Calls that can be heard in it, those of other endpoints too; one that joins later, as by a transfer, is added. */
  readonly callIds: readonly string[];
  /** The meeting of this conference is recorded, and no endpoint's call. */
  readonly conferenceId?: string;
  /** Whose call is recorded; the recording ends with that call. Empty for a conference. */
  readonly endpointId: string;
  readonly trackingId: string;
  /** `failed`: it broke off by itself, and `cause` says why; what was written until then is kept. */
  readonly state: 'recording' | 'paused' | 'ended' | 'failed';
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Length of the sound, paused time left out. 0 until the end. */
  readonly durationMs: number;
  /** Size of the file. 0 until the end. */
  readonly bytes: number;
  /** WAV, 16 bit PCM, 8 kHz, mono. */
  readonly file: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly cause?: string;
}
