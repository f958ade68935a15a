/** How the page with a web phone is opened. */
export interface PhonePageOptions {
  readonly extension: string;
  /** Of SIP over WebSocket. */
  readonly url: string;
  /** What it says instead of a voice. */
  readonly hz: number;
  /** It answers at once. */
  readonly answers: boolean;
  /** Only one of the tabs with this name is the telephone. */
  readonly leads?: string;
}

export interface PacketCounts {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
}

/** MIME types, as `audio/opus`. */
export interface AudioCodecs {
  readonly says: string;
  readonly hears: string;
}

/** What tests ask of the page. */
export interface PhoneDriver {
  readonly state: string;
  /** Every state of the telephone, and every role of the tab, in order. */
  readonly states: readonly string[];
  /** State of the last call. */
  readonly call: string;
  readonly from: string;
  dial(number: string): Promise<void>;
  do(what: 'answer' | 'end' | 'hold' | 'retrieve'): void;
  digits(digits: string): Promise<void>;
  stop(): void;
  /** Loudest frequency that is heard, in Hz; 0 is silence. */
  hears(): number;
  packets(): Promise<PacketCounts>;
  /** Of what is sent and received now. */
  codecs(): Promise<AudioCodecs>;
}
