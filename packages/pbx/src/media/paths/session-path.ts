import type { AgreedSecurity, RtpPacket } from '@cordboard/rtp';
import type { RemoteAudio } from '../protocol.ts';
import type { PacketPath } from './packet-path.ts';
import { PlainPath } from './plain-path.ts';
import { SdesPath } from './sdes-path.ts';
import type { UdpPort } from './udp-port.ts';
import type { DtlsIdentity } from './webrtc/certificate.ts';
import { WebRtcPath } from './webrtc/webrtc-path.ts';

type Kind = AgreedSecurity['kind'];

const paths: Readonly<Record<Kind, (port: UdpPort, identity: DtlsIdentity) => PacketPath>> = {
  plain: (port) => new PlainPath(port),
  sdes: (port) => new SdesPath(port),
  dtls: (port, identity) => new WebRtcPath(port, identity),
};

/**
 * The path of the session that has this port, whatever its two sides agree on; they may agree on another one later.
 * After `close` the port serves another session.
 */
export class SessionPath implements PacketPath {
  readonly #port: UdpPort;
  readonly #identity: DtlsIdentity;
  #kind: Kind | undefined;
  #path: PacketPath | undefined;
  #heard: (packet: RtpPacket) => void = () => {};
  #lost: () => void = () => {};

  constructor(port: UdpPort, identity: DtlsIdentity) {
    this.#port = port;
    this.#identity = identity;
  }

  setRemote(remote: RemoteAudio): void {
    const { kind } = remote.security;
    if (kind !== this.#kind || this.#path === undefined) {
      this.close();
      this.#kind = kind;
      this.#path = paths[kind](this.#port, this.#identity);
      this.#path.onPacket((packet) => this.#heard(packet));
      this.#path.onLost(() => this.#lost());
    }
    this.#path.setRemote(remote);
  }

  onPacket(handler: (packet: RtpPacket) => void): void {
    this.#heard = handler;
  }

  onLost(handler: () => void): void {
    this.#lost = handler;
  }

  send(packet: Buffer): void {
    this.#path?.send(packet);
  }

  close(): void {
    this.#path?.close();
    this.#path = undefined;
    this.#kind = undefined;
  }

  /** Gives the port back to the system. */
  end(): void {
    this.close();
    this.#port.close();
  }
}
