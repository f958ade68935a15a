import type { RtpPacket } from '@cordboard/rtp';
import type { RemoteAudio } from '../protocol.ts';

/** How the packets of one session travel between its UDP port and its telephone. */
export interface PacketPath {
  /** What was agreed with the telephone, again whenever it changes. Nothing is heard or sent before. */
  setRemote(remote: RemoteAudio): void;
  /** Who is told what the telephone sends: packets of payload types that were agreed, and of nobody else. */
  onPacket(handler: (packet: RtpPacket) => void): void;
  /** Told once when the telephone is known to be gone. */
  onLost(handler: () => void): void;
  /** Sends an RTP packet; nothing happens when nobody can be sent to. */
  send(packet: Buffer): void;
  /** The port is free for another session. */
  close(): void;
}

/** Was this payload type agreed, for sound or for digits? */
export function isAgreed(payloadType: number, remote: RemoteAudio): boolean {
  return (
    remote.receivesDigits.includes(payloadType) || remote.receives.some((format) => format.payloadType === payloadType)
  );
}
