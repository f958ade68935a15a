import type { AgreedSecurity, AudioFormat, Digit } from '@cordboard/rtp';
import type { PlayEnd } from './clip.ts';
import type { RecordingEnd } from './recording/recording-end.ts';

export type Sound = 'ringback' | 'hold' | 'busy';

/** Where and how the worker sends for one session. */
export interface RemoteAudio {
  readonly address: string;
  readonly port: number;
  /** How it may be sent to, what it likes best first. */
  readonly sends: readonly AudioFormat[];
  readonly digits: number | undefined;
  /** What may come from there. */
  readonly receives: readonly AudioFormat[];
  readonly receivesDigits: readonly number[];
  readonly security: AgreedSecurity;
  /** The far side listens. */
  readonly listens: boolean;
}

/** What the main thread asks of the media worker. Sessions are named by their port, mixers and recorders by an id. */
export type Command =
  | {
      readonly type: 'bind';
      readonly host: string;
      readonly ports: readonly number[];
      /** One for each port, in their order. */
      readonly meters: SharedArrayBuffer;
    }
  /** Calls of browsers may come: what they need is loaded. */
  | { readonly type: 'expectBrowsers' }
  | { readonly type: 'remote'; readonly port: number; readonly audio: RemoteAudio }
  | { readonly type: 'join'; readonly port: number; readonly other: number }
  | { readonly type: 'part'; readonly port: number }
  /** Over and over; undefined stops whatever is played. */
  | { readonly type: 'play'; readonly port: number; readonly sound: Sound | undefined }
  /** Once; `request` is answered at its end. */
  | {
      readonly type: 'playOnce';
      readonly port: number;
      readonly samples: Int16Array;
      readonly stopOnDigit: boolean;
      readonly request: number;
    }
  | {
      readonly type: 'sendDigits';
      readonly port: number;
      readonly digits: string;
      readonly durationMs: number | undefined;
      readonly request: number;
    }
  | { readonly type: 'mute'; readonly port: number; readonly on: boolean }
  | { readonly type: 'deafen'; readonly port: number; readonly on: boolean }
  | { readonly type: 'stats'; readonly port: number; readonly request: number }
  | { readonly type: 'close'; readonly port: number }
  | { readonly type: 'setSound'; readonly name: Sound; readonly samples: Int16Array }
  | { readonly type: 'openMixer'; readonly mixer: number }
  | { readonly type: 'seat'; readonly mixer: number; readonly port: number; readonly seated: boolean }
  | {
      readonly type: 'playToMixer';
      readonly mixer: number;
      readonly samples: Int16Array | undefined;
      readonly request: number;
    }
  | { readonly type: 'closeMixer'; readonly mixer: number }
  | { readonly type: 'record'; readonly recorder: number; readonly file: string; readonly of: Recorded }
  | { readonly type: 'pauseRecorder'; readonly recorder: number; readonly paused: boolean }
  | { readonly type: 'stopRecorder'; readonly recorder: number }
  | { readonly type: 'end' };

/** What a recorder writes down: what one party says and hears, or what all of a mixer say. */
export type Recorded = { readonly port: number } | { readonly mixer: number };

export interface MediaStats {
  readonly packetsSent: number;
  readonly packetsReceived: number;
  /** Packets that never came, by their sequence numbers. */
  readonly lost: number;
  /** RFC 3550 section 6.4.1. */
  readonly jitterMs: number;
}

export const noStats: MediaStats = { packetsSent: 0, packetsReceived: 0, lost: 0, jitterMs: 0 };

/** What the worker tells. */
export type Report =
  | { readonly type: 'bound'; readonly ports: readonly number[]; readonly refused: readonly number[] }
  | { readonly type: 'stats'; readonly request: number; readonly stats: MediaStats }
  /** A clip is over, or digits are sent. */
  | { readonly type: 'done'; readonly request: number; readonly how: PlayEnd }
  /** The party is known to be gone. */
  | { readonly type: 'lost'; readonly port: number }
  | { readonly type: 'digit'; readonly port: number; readonly digit: Digit }
  | { readonly type: 'recorded'; readonly recorder: number; readonly end: RecordingEnd };
