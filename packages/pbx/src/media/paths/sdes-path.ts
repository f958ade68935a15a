import { type RtpPacket, SrtpEnvelope } from '@cordboard/rtp';
import type { RemoteAudio } from '../protocol.ts';
import type { PacketPath } from './packet-path.ts';
import { PlainPath } from './plain-path.ts';
import type { UdpPort } from './udp-port.ts';

/** SRTP with the keys of the session descriptions: only genuine packets say where the telephone is. */
export class SdesPath implements PacketPath {
  readonly #envelope = new SrtpEnvelope();
  readonly #path: PlainPath;

  constructor(port: UdpPort) {
    this.#path = new PlainPath(port, this.#envelope);
  }

  setRemote(remote: RemoteAudio): void {
    if (remote.security.kind === 'sdes') this.#envelope.setKeys(remote.security);
    this.#path.setRemote(remote);
  }

  onPacket(handler: (packet: RtpPacket) => void): void {
    this.#path.onPacket(handler);
  }

  onLost(): void {
    this.#path.onLost();
  }

  send(packet: Buffer): void {
    this.#path.send(packet);
  }

  close(): void {
    this.#path.close();
  }
}
