import type { RemoteInfo, Socket } from 'node:dgram';
import { type Codec, type RtpPacket, RtpSender, readRtp, transcodeAudio } from '@cordboard/rtp';
import type { MediaStats, RemoteAudio, Sound } from './protocol.ts';
import { Reception } from './reception.ts';
import { framesOf } from './sounds.ts';

/** A source that was silent for so long may be replaced by any other one: the telephone moved. */
const LATCH_MS = 2_000;

interface Source {
  readonly address: string;
  readonly port: number;
  readonly trust: number;
  lastAt: number;
}

/** The worker's side of one session: a socket, where its telephone is, and whom it hears. */
export class Channel {
  readonly #socket: Socket;
  #sender = new RtpSender();
  #reception = new Reception();
  #remote: RemoteAudio | undefined;
  #source: Source | undefined;
  #listener: Channel | undefined;
  #sound: { readonly name: Sound; position: number } | undefined;
  #sent = 0;
  #open = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes, peer) => this.#receive(bytes, peer));
    // ICMP errors of a telephone that is gone.
    socket.on('error', () => {});
  }

  get playing(): boolean {
    return this.#sound !== undefined;
  }

  open(): void {
    this.#open = true;
  }

  /** Becomes free for another session. */
  reset(): void {
    this.#open = false;
    this.#sender = new RtpSender();
    this.#reception = new Reception();
    this.#remote = undefined;
    this.#source = undefined;
    this.#listener = undefined;
    this.#sound = undefined;
    this.#sent = 0;
  }

  setRemote(audio: RemoteAudio): void {
    // Another address in the SDP is another place to send to, until packets come from elsewhere.
    if (this.#remote?.address !== audio.address || this.#remote.port !== audio.port) this.#source = undefined;
    this.#remote = audio;
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
    this.#socket.close();
  }

  #receive(bytes: Buffer, peer: RemoteInfo): void {
    if (!this.#open || this.#remote === undefined) return;
    const packet = readRtp(bytes);
    if (packet === undefined) return;
    const content = contentOf(packet, this.#remote);
    if (content === undefined || !this.#accepts(peer, this.#remote)) return;
    this.#reception.take(packet, performance.now());
    const listener = this.#listener;
    if (listener !== undefined) listener.#hear(packet, content);
  }

  /**
   * Symmetric RTP: audio goes back to where it really comes from, for the SDP of a telephone behind a NAT tells a
   * private address. A source is kept while it talks, so that a stranger cannot take a running call over; only one
   * that is closer to what the SDP says takes its place, so that a stranger who came first does not keep it either.
   */
  #accepts({ address, port }: RemoteInfo, remote: RemoteAudio): boolean {
    const now = performance.now();
    const known = this.#source;
    if (known?.address === address && known.port === port) {
      known.lastAt = now;
      return true;
    }
    const trust = address !== remote.address ? 0 : port !== remote.port ? 1 : 2;
    if (known !== undefined && trust <= known.trust && now - known.lastAt < LATCH_MS) return false;
    this.#source = { address, port, trust, lastAt: now };
    return true;
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
    const to = this.#source ?? this.#remote;
    if (to === undefined) return;
    this.#sent += 1;
    this.#socket.send(bytes, to.port, to.address, () => {});
  }
}

/** What a packet carries, as agreed; undefined when its payload type was not. */
function contentOf({ payloadType }: RtpPacket, remote: RemoteAudio): Codec | 'digits' | undefined {
  if (remote.receivesDigits.includes(payloadType)) return 'digits';
  return remote.receives.find((format) => format.payloadType === payloadType)?.codec;
}
