import type { AudioFormat, Codec } from '@cordboard/rtp';

export type Sound = 'ringback' | 'hold' | 'busy';

/** Where and how the worker sends for one session. */
export interface RemoteAudio {
  readonly address: string;
  readonly port: number;
  readonly codec: Codec;
  readonly payloadType: number;
  readonly digits: number | undefined;
  /** What may come from there. */
  readonly receives: readonly AudioFormat[];
  readonly receivesDigits: readonly number[];
  /** The far side listens. */
  readonly listens: boolean;
}

/** What the main thread asks of the media worker. Sessions are named by their port. */
export type Command =
  | { readonly type: 'bind'; readonly host: string; readonly ports: readonly number[] }
  | { readonly type: 'remote'; readonly port: number; readonly audio: RemoteAudio }
  | { readonly type: 'join'; readonly port: number; readonly other: number }
  | { readonly type: 'part'; readonly port: number }
  | { readonly type: 'play'; readonly port: number; readonly sound: Sound | undefined }
  | { readonly type: 'stats'; readonly port: number; readonly request: number }
  | { readonly type: 'close'; readonly port: number }
  | { readonly type: 'end' };

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
  | { readonly type: 'stats'; readonly request: number; readonly stats: MediaStats };
