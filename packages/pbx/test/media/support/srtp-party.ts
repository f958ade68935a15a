import { createSocket, type Socket } from 'node:dgram';
import {
  decodeAudio,
  encodeAudio,
  FRAME_SAMPLES,
  hearsTone,
  RtpSender,
  readRtp,
  SdesProtection,
  SdpSession,
  toneSamples,
} from '@cordboard/rtp';
import { ProtectionProfileAes128CmHmacSha1_80, RtpHeader, SrtpSession } from 'werift';
import type { MediaSession } from '../../../src/media/index.ts';
import { eventually } from '../../support/eventually.ts';

const HOST = '127.0.0.1';

/** A telephone with SRTP, whose packets another implementation protects and opens. */
export class SrtpParty {
  /** Its own packets, as they went out. */
  readonly said: Buffer[] = [];
  readonly heard: Int16Array[] = [];
  readonly #socket: Socket;
  readonly #sdp: SdpSession;
  readonly #sender = new RtpSender();
  #srtp: SrtpSession | undefined;
  #to = 0;
  #talk: NodeJS.Timeout | undefined;

  private constructor(socket: Socket, optional: boolean) {
    this.#socket = socket;
    this.#sdp = new SdpSession({
      address: HOST,
      port: socket.address().port,
      id: 1,
      protection: new SdesProtection({ optional }),
    });
    socket.on('message', (bytes) => this.#hear(bytes));
  }

  static async open(o: { optional?: boolean } = {}): Promise<SrtpParty> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, HOST, () => resolve()));
    return new SrtpParty(socket, o.optional === true);
  }

  offer(session: MediaSession): this {
    return this.#agree(this.#sdp.accept(session.answer(this.#sdp.offer())));
  }

  answer(session: MediaSession, offer: string): this {
    const { text, audio } = this.#sdp.answer(offer);
    session.accept(text);
    return this.#agree(audio);
  }

  talk(hz: number): void {
    let from = 0;
    this.#talk = setInterval(() => {
      const payload = encodeAudio('PCMU', toneSamples([hz], { from, count: FRAME_SAMPLES }));
      from += FRAME_SAMPLES;
      const rtp = this.#sender.frame(0, payload);
      const bytes = this.#srtp?.encrypt(rtp.subarray(12), RtpHeader.deSerialize(rtp)) ?? rtp;
      this.said.push(bytes);
      this.sendBytes(bytes);
    }, 20);
  }

  sendBytes(bytes: Buffer): void {
    this.#socket.send(bytes, this.#to, HOST);
  }

  async untilHears(hz: number): Promise<void> {
    const ear = () => Int16Array.from(this.heard.slice(-10).flatMap((frame) => [...frame]));
    await eventually(() => this.heard.length >= 10 && hearsTone(ear(), hz), `${hz} Hz is heard`);
  }

  hush(): void {
    clearInterval(this.#talk);
  }

  close(): void {
    this.hush();
    this.#socket.close();
  }

  #agree({ port, security }: ReturnType<SdpSession['accept']>): this {
    this.#to = port;
    if (security.kind !== 'sdes') throw new Error('not encrypted');
    const [send, receive] = [security.send, security.receive].map(({ inline }) => Buffer.from(inline, 'base64'));
    if (send === undefined || receive === undefined) throw new Error('no keys');
    this.#srtp = new SrtpSession({
      profile: ProtectionProfileAes128CmHmacSha1_80,
      keys: {
        localMasterKey: send.subarray(0, 16),
        localMasterSalt: send.subarray(16),
        remoteMasterKey: receive.subarray(0, 16),
        remoteMasterSalt: receive.subarray(16),
      },
    });
    return this;
  }

  #hear(bytes: Buffer): void {
    const packet = readRtp(this.#srtp?.decrypt(bytes) ?? bytes);
    if (packet !== undefined) this.heard.push(decodeAudio('PCMU', packet.payload));
  }
}
