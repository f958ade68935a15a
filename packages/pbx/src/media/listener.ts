import type { Codec, RtpPacket } from '@cordboard/rtp';
import type { Frame } from './frame.ts';

/** What a packet carries. */
export type Content = Codec | 'digits';

/** Who hears what a telephone says: another telephone, or a mix. */
export interface Listener {
  hear(packet: RtpPacket, content: Content): void;
}

/** Who writes down what a party says and hears. */
export interface Tap {
  said(packet: RtpPacket, codec: Codec): void;
  heard(packet: RtpPacket, codec: Codec): void;
  heardFrame(frame: Frame): void;
  /** The party is gone. */
  stop(): void;
}
