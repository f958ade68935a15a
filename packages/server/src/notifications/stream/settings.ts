/** What one client of the stream may take. Times in milliseconds. */
export interface StreamSettings {
  /** How often a sign of life is asked for and given; below the minute after which proxies drop a silent connection. */
  readonly heartbeatMs: number;
  /** How often tokens are looked at: one that is not good any more has lost its connection within seconds. */
  readonly lookMs: number;
  /** Bytes of a frame that comes in. */
  readonly maxFrame: number;
  /** Frames that come in between two heartbeats. */
  readonly maxFrames: number;
  readonly maxListenings: number;
  /** Connections of one user. */
  readonly maxPerUser: number;
  /** Bytes that a client has not read yet; who reads slower is cut. */
  readonly maxBacklog: number;
  /** Publications of everybody that are looked through for those that a client has missed. */
  readonly maxMissed: number;
  /** How long ago a client may have left; less than publications are kept, for they are not deleted to the second. */
  readonly maxAwayMs: number;
}

export const defaultStreamSettings: StreamSettings = {
  heartbeatMs: 25_000,
  lookMs: 2_000,
  maxFrame: 16 * 1_024,
  maxFrames: 1_000,
  maxListenings: 100,
  maxPerUser: 20,
  maxBacklog: 1_024 * 1_024,
  maxMissed: 10_000,
  maxAwayMs: 6 * 86_400_000,
};
