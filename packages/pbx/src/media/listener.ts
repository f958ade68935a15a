import type { AudioCodec, Codec, RtpPacket } from '@cordboard/rtp';
import type { Frame } from './frame.ts';

/** What a packet carries. */
export type Content = AudioCodec | 'digits';

/** Can it be understood here, and not only be passed on? */
export function isG711(content: Content): content is Codec {
  return content === 'PCMU' || content === 'PCMA';
}

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
