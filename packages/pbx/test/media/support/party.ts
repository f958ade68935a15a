import { createSocket, type Socket } from 'node:dgram';
import {
  type AgreedAudio,
  type Codec,
  decodeAudio,
  encodeAudio,
  FRAME_SAMPLES,
  g711In,
  hearsTone,
  type RtpPacket,
  RtpSender,
  readRtp,
  SAMPLE_RATE,
  SdpSession,
  toneAmplitude,
  toneSamples,
  writeRtp,
} from '@cordboard/rtp';
import type { MediaSession } from '../../../src/media/index.ts';
import { eventually } from '../../support/eventually.ts';

const HOST = '127.0.0.1';
const MEMORY_FRAMES = 10;
const PAYLOAD_TYPES = { PCMU: 0, PCMA: 8 } as const;

/** A telephone reduced to its audio: one UDP socket, a tone to say, an ear. */
export class Party {
  readonly #socket: Socket;
  readonly #sdp: SdpSession;
  readonly #sender = new RtpSender();
  readonly #toneHz: number;
  readonly #amplitude: number | undefined;
  /** Everything that came, in order. */
  readonly packets: RtpPacket[] = [];
  agreed: AgreedAudio | undefined;
  #talk: NodeJS.Timeout | undefined;
  #position = 0;

  private constructor(socket: Socket, toneHz: number, amplitude: number | undefined) {
    this.#socket = socket;
    this.#toneHz = toneHz;
    this.#amplitude = amplitude;
    this.#sdp = new SdpSession({ address: HOST, port: this.port, id: 1 });
    socket.on('message', (bytes) => {
      const packet = readRtp(bytes);
      if (packet !== undefined) this.packets.push(packet);
    });
  }

  static async open(toneHz: number, amplitude?: number): Promise<Party> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, HOST, () => resolve()));
    return new Party(socket, toneHz, amplitude);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Offers its audio to the session, as its SDP says after `change`. */
  offer(session: MediaSession, change: (sdp: string) => string = (sdp) => sdp): this {
    this.agreed = this.#sdp.accept(session.answer(change(this.#sdp.offer())));
    return this;
  }

  /** Answers the session's offer. */
  answer(session: MediaSession, change: (sdp: string) => string = (sdp) => sdp): this {
    const { text, audio } = this.#sdp.answer(session.offer());
    this.agreed = audio;
    session.accept(change(text));
    return this;
  }

  /** Its offer, for whoever carries it. */
  write(change: (sdp: string) => string): string {
    return change(this.#sdp.offer());
  }

  /** The answer to its offer. */
  read(answer: string): void {
    this.agreed = this.#sdp.accept(answer);
  }

  /** Its answer to an offer. */
  reply(offer: string, change: (sdp: string) => string): string {
    const { text, audio } = this.#sdp.answer(offer);
    this.agreed = audio;
    return change(text);
  }

  /** Says its tone from now on; `to` another session's port, for a stranger. */
  talk(codec: Codec = g711In(this.agreed?.sends ?? [])?.codec ?? 'PCMU', to?: number): this {
    clearInterval(this.#talk);
    this.#talk = setInterval(() => {
      const amplitude = this.#amplitude === undefined ? {} : { amplitude: this.#amplitude };
      const samples = toneSamples([this.#toneHz], { from: this.#position, count: FRAME_SAMPLES, ...amplitude });
      this.#position += FRAME_SAMPLES;
      this.sendBytes(this.#sender.frame(PAYLOAD_TYPES[codec], encodeAudio(codec, samples)), to);
    }, 20);
    return this;
  }

  hush(): void {
    clearInterval(this.#talk);
  }

  sendBytes(bytes: Uint8Array, to = this.agreed?.port): void {
    this.#socket.send(bytes, to, HOST);
  }

  sendPacket(packet: Partial<RtpPacket>): void {
    const rest = { payloadType: 0, marker: false, sequence: 1, timestamp: 1, ssrc: 1, payload: Buffer.alloc(160) };
    this.sendBytes(writeRtp({ ...rest, ...packet }));
  }

  hears(hz: number): boolean {
    return hearsTone(this.#ear(), hz);
  }

  /** Amplitude of a tone in what was heard last. */
  level(hz: number): number {
    return toneAmplitude(this.#ear(), hz);
  }

  async untilHears(...frequencies: number[]): Promise<void> {
    await eventually(() => frequencies.every((hz) => this.hears(hz)), `${this.#toneHz} hears ${frequencies} Hz`);
  }

  async untilPackets(count: number): Promise<RtpPacket[]> {
    return await eventually(() => this.packets.length >= count && this.packets, `${count} packets`);
  }

  close(): void {
    this.hush();
    this.#socket.close();
  }

  #ear(): Int16Array {
    const ear = new Int16Array(SAMPLE_RATE);
    let filled = 0;
    for (const { payloadType, payload } of this.packets.slice(-MEMORY_FRAMES)) {
      const samples = decodeAudio(payloadType === PAYLOAD_TYPES.PCMA ? 'PCMA' : 'PCMU', payload);
      ear.set(samples, filled);
      filled += samples.length;
    }
    return filled < MEMORY_FRAMES * FRAME_SAMPLES ? new Int16Array(0) : ear.subarray(0, filled);
  }
}
