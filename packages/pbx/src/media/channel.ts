import { type Codec, type RtpPacket, RtpSender, transcodeAudio } from '@cordboard/rtp';
import type { PacketPath } from './paths/packet-path.ts';
import { PlainPath } from './paths/plain-path.ts';
import type { UdpPort } from './paths/udp-port.ts';
import type { MediaStats, RemoteAudio, Sound } from './protocol.ts';
import { Reception } from './reception.ts';
import { framesOf } from './sounds.ts';

/** The worker's side of one session: the path to its telephone, and whom it hears. */
export class Channel {
  readonly #port: UdpPort;
  #path: PacketPath | undefined;
  #sender = new RtpSender();
  #reception = new Reception();
  #remote: RemoteAudio | undefined;
  #listener: Channel | undefined;
  #sound: { readonly name: Sound; position: number } | undefined;
  #sent = 0;

  constructor(port: UdpPort) {
    this.#port = port;
  }

  get playing(): boolean {
    return this.#sound !== undefined;
  }

  /** Becomes free for another session. */
  reset(): void {
    this.#path?.close();
    this.#path = undefined;
    this.#sender = new RtpSender();
    this.#reception = new Reception();
    this.#remote = undefined;
    this.#listener = undefined;
    this.#sound = undefined;
    this.#sent = 0;
  }

  setRemote(audio: RemoteAudio): void {
    this.#remote = audio;
    this.#path ??= this.#newPath();
    this.#path.setRemote(audio);
  }

  /** Who hears what this telephone says. */
  setListener(listener: Channel | undefined): void {
    if (this.#listener === listener) return;
    this.#listener = listener;
    if (listener !== undefined) listener.#sender.restart();
  }

  play(sound: Sound | undefined): void {
    this.#sound = sound === undefined ? undefined : { name: sound, position: 0 };
    this.#sender.restart();
  }

  /** One step of 20 ms of what is being played. */
  tick(): void {
    if (this.#sound === undefined || this.#remote === undefined) return;
    const frames = framesOf(this.#sound.name, this.#remote.codec);
    const frame = frames[this.#sound.position % frames.length] as Buffer;
    this.#sound.position += 1;
    if (this.#remote.listens) this.#send(this.#sender.frame(this.#remote.payloadType, frame));
  }

  stats(): MediaStats {
    return this.#reception.stats(this.#sent);
  }

  close(): void {
    this.#port.close();
  }

  #newPath(): PacketPath {
    const path = new PlainPath(this.#port);
    path.onPacket((packet) => this.#receive(packet));
    return path;
  }

  #receive(packet: RtpPacket): void {
    if (this.#remote === undefined) return;
    const content = contentOf(packet, this.#remote);
    if (content === undefined) return;
    this.#reception.take(packet, performance.now());
    const listener = this.#listener;
    if (listener !== undefined) listener.#hear(packet, content);
  }

  #hear(packet: RtpPacket, content: Codec | 'digits'): void {
    const to = this.#remote;
    if (to === undefined || !to.listens || this.#sound !== undefined) return;
    if (content !== 'digits') {
      this.#send(this.#sender.relay(packet, to.payloadType, transcodeAudio(content, to.codec, packet.payload)));
    } else if (to.digits !== undefined) {
      this.#send(this.#sender.relay(packet, to.digits, packet.payload));
    }
  }

  #send(bytes: Buffer): void {
    if (this.#path === undefined) return;
    this.#sent += 1;
    this.#path.send(bytes);
  }
}

/** What a packet carries, as agreed; undefined when its payload type was not. */
function contentOf({ payloadType }: RtpPacket, remote: RemoteAudio): Codec | 'digits' | undefined {
  if (remote.receivesDigits.includes(payloadType)) return 'digits';
  return remote.receives.find((format) => format.payloadType === payloadType)?.codec;
}
