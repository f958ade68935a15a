import { type RtpPacket, readRtp } from '@cordboard/rtp';
import type { RemoteAudio } from '../protocol.ts';
import { Latch } from './latch.ts';
import { isAgreed, type PacketPath } from './packet-path.ts';
import type { Place, UdpPort } from './udp-port.ts';

/** Plain RTP: whoever sends first from a likely place is the telephone. */
export class PlainPath implements PacketPath {
  readonly #port: UdpPort;
  readonly #latch = new Latch();
  #remote: RemoteAudio | undefined;
  #handler: ((packet: RtpPacket) => void) | undefined;

  constructor(port: UdpPort) {
    this.#port = port;
    port.onDatagram((bytes, from) => this.#receive(bytes, from));
  }

  setRemote(remote: RemoteAudio): void {
    this.#remote = remote;
    this.#latch.setWritten(remote);
  }

  onPacket(handler: (packet: RtpPacket) => void): void {
    this.#handler = handler;
  }

  send(packet: Buffer): void {
    const to = this.#latch.target;
    if (to !== undefined) this.#port.send(packet, to);
  }

  close(): void {
    this.#port.onDatagram(undefined);
  }

  #receive(bytes: Buffer, from: Place): void {
    if (this.#remote === undefined) return;
    const packet = readRtp(bytes);
    if (packet === undefined || !isAgreed(packet.payloadType, this.#remote)) return;
    if (this.#latch.accepts(from, performance.now())) this.#handler?.(packet);
  }
}
