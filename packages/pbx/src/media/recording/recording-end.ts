/** What a recording has come to. */
export interface RecordingEnd {
  /** Length of the sound, paused time left out. */
  readonly durationMs: number;
  /** Size of the file; 0 when there is none. */
  readonly bytes: number;
  /** Why it broke off by itself. */
  readonly cause?: string;
}
