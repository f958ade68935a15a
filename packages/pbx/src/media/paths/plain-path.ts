import { type Envelope, type RtpPacket, readRtp } from '@cordboard/rtp';
import type { RemoteAudio } from '../protocol.ts';
import { Latch } from './latch.ts';
import { isAgreed, type PacketPath } from './packet-path.ts';
import type { Place, UdpPort } from './udp-port.ts';

const openly: Envelope = { seal: (rtp) => rtp, open: (bytes) => bytes };

/** RTP straight to the address of the SDP: whoever sends first from a likely place is the telephone. */
export class PlainPath implements PacketPath {
  readonly #port: UdpPort;
  readonly #envelope: Envelope;
  readonly #latch = new Latch();
  #remote: RemoteAudio | undefined;
  #handler: ((packet: RtpPacket) => void) | undefined;

  constructor(port: UdpPort, envelope: Envelope = openly) {
    this.#port = port;
    this.#envelope = envelope;
    port.onDatagram((bytes, from) => this.#receive(bytes, from));
  }

  setRemote(remote: RemoteAudio): void {
    this.#remote = remote;
    this.#latch.setWritten(remote);
  }

  onPacket(handler: (packet: RtpPacket) => void): void {
    this.#handler = handler;
  }

  onLost(): void {
    // Nobody promised to be there: a telephone may say nothing for as long as it likes.
  }

  send(packet: Buffer): void {
    const to = this.#latch.target;
    const bytes = to === undefined ? undefined : this.#envelope.seal(packet);
    if (to !== undefined && bytes !== undefined) this.#port.send(bytes, to);
  }

  close(): void {
    this.#port.onDatagram(undefined);
  }

  #receive(bytes: Buffer, from: Place): void {
    if (this.#remote === undefined) return;
    const opened = this.#envelope.open(bytes);
    const packet = opened === undefined ? undefined : readRtp(opened);
    if (packet === undefined || !isAgreed(packet.payloadType, this.#remote)) return;
    if (this.#latch.accepts(from, performance.now())) this.#handler?.(packet);
  }
}
