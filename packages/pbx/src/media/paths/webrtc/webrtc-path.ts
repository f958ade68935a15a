import { type Fingerprint, type RtpPacket, readRtp, SrtpEnvelope } from '@cordboard/rtp';
import type { RemoteAudio } from '../../protocol.ts';
import { isAgreed, type PacketPath } from '../packet-path.ts';
import type { Place, UdpPort } from '../udp-port.ts';
import type { DtlsIdentity } from './certificate.ts';
import type { DtlsAssociation } from './dtls-association.ts';
import { IceAgent } from './ice-agent.ts';
import { loadDtls } from './load-dtls.ts';

/** Datagrams of a handshake that began before the library was loaded: repeating them would cost a browser a second. */
const EARLY_LIMIT = 8;

/** Audio of a browser: ICE, DTLS and SRTP share one port, told apart by their first byte (RFC 7983). */
export class WebRtcPath implements PacketPath {
  readonly #port: UdpPort;
  readonly #identity: DtlsIdentity;
  readonly #ice: IceAgent;
  #envelope = new SrtpEnvelope();
  #dtls: DtlsAssociation | undefined;
  #early: Buffer[] = [];
  #fingerprint: Fingerprint | undefined;
  #remote: RemoteAudio | undefined;
  #heard: (packet: RtpPacket) => void = () => {};
  #lost: () => void = () => {};
  #closed = false;

  constructor(port: UdpPort, identity: DtlsIdentity) {
    this.#port = port;
    this.#identity = identity;
    this.#ice = new IceAgent({ send: (bytes, to) => port.send(bytes, to), onLost: () => this.#lose() });
    port.onDatagram((bytes, from) => this.#receive(bytes, from));
  }

  setRemote(remote: RemoteAudio): void {
    const { security } = remote;
    if (security.kind !== 'dtls') return;
    this.#remote = remote;
    this.#ice.set(security, this.#port.family);
    if (security.fingerprint.value === this.#fingerprint?.value) return;
    this.#fingerprint = security.fingerprint;
    void this.#shakeHands(security.fingerprint);
  }

  onPacket(handler: (packet: RtpPacket) => void): void {
    this.#heard = handler;
  }

  onLost(handler: () => void): void {
    this.#lost = handler;
  }

  send(packet: Buffer): void {
    const to = this.#ice.target;
    const bytes = to === undefined ? undefined : this.#envelope.seal(packet);
    if (to !== undefined && bytes !== undefined) this.#port.send(bytes, to);
  }

  close(): void {
    this.#closed = true;
    this.#ice.close();
    this.#dtls?.close();
    this.#port.onDatagram(undefined);
  }

  async #shakeHands(fingerprint: Fingerprint): Promise<void> {
    const { DtlsAssociation } = await loadDtls();
    if (this.#closed || fingerprint !== this.#fingerprint) return;
    this.#dtls?.close();
    this.#envelope = new SrtpEnvelope();
    this.#dtls = new DtlsAssociation({
      identity: this.#identity,
      fingerprint,
      send: (bytes) => {
        const to = this.#ice.target;
        if (to !== undefined) this.#port.send(bytes, to);
      },
      onKeys: (keys) => this.#envelope.setKeys(keys),
      onClosed: () => this.#lose(),
    });
    for (const bytes of this.#early.splice(0)) this.#dtls.receive(bytes);
  }

  #receive(bytes: Buffer, from: Place): void {
    const first = bytes[0];
    if (first === undefined || this.#remote === undefined) return;
    if (first <= 3) this.#ice.receive(bytes, from);
    else if (first >= 20 && first <= 63) this.#receiveDtls(bytes, from);
    else if (first >= 128 && first <= 191) this.#receiveRtp(bytes, this.#remote);
  }

  /** Only from where ICE found the far side. */
  #receiveDtls(bytes: Buffer, from: Place): void {
    if (!this.#ice.knows(from)) return;
    if (this.#dtls !== undefined) this.#dtls.receive(bytes);
    else if (this.#early.length < EARLY_LIMIT) this.#early.push(bytes);
  }

  #receiveRtp(bytes: Buffer, remote: RemoteAudio): void {
    const opened = this.#envelope.open(bytes);
    const packet = opened === undefined ? undefined : readRtp(opened);
    if (packet !== undefined && isAgreed(packet.payloadType, remote)) this.#heard(packet);
  }

  #lose(): void {
    if (!this.#closed) this.#lost();
  }
}
