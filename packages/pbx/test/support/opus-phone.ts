import { createSocket, type Socket } from 'node:dgram';
import { type AgreedAudio, g711In, opusIn, type RtpPacket, RtpSender, readRtp, SdpSession } from '@cordboard/rtp';
import type { InviteSession } from '@cordboard/sip';
import { answered, type Device } from './device.ts';
import { eventually } from './eventually.ts';

const HOST = '127.0.0.1';
const FRAME_MS = 20;
const OPUS_SAMPLES_PER_MS = 48;
/** As it would be unless there was Opus in it. */
const GARBAGE = /^opus \d+ from \d+$/;

/** A telephone that has Opus, as far as the PBX can tell: what it says in Opus are numbered words. */
export class OpusPhone {
  readonly device: Device;
  readonly #socket: Socket;
  readonly #sdp: SdpSession;
  readonly #sender = new RtpSender();
  readonly packets: RtpPacket[] = [];
  #agreed: AgreedAudio | undefined;
  #talk: NodeJS.Timeout | undefined;
  #said = 0;
  /** Re-INVITEs that came. */
  reinvites = 0;
  session: InviteSession | undefined;
  /** It answers with one codec, as many telephones do. */
  terse = false;
  /** It refuses to change. */
  stubborn = false;

  private constructor(device: Device, socket: Socket) {
    this.device = device;
    this.#socket = socket;
    this.#sdp = new SdpSession({ address: HOST, port: socket.address().port, id: 1 });
    socket.on('message', (bytes) => {
      const packet = readRtp(bytes);
      if (packet !== undefined) this.packets.push(packet);
    });
  }

  static async open(device: Device): Promise<OpusPhone> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, HOST, () => resolve()));
    return new OpusPhone(device, socket);
  }

  /** What it says now. */
  get codec(): string | undefined {
    return this.#agreed?.sends[0]?.codec;
  }

  async dial(number: string): Promise<void> {
    const session = await answered(this.device.dial(number, { body: this.#sdp.offer({ opus: true }) }));
    this.#agreed = this.#sdp.accept(session.initialRemoteBody.toString());
    this.#take(session);
  }

  /** Answers the next call; gives what was offered. */
  async answers(): Promise<string> {
    const invite = await this.device.rings();
    const offer = invite.request.body.toString();
    this.#take(invite.answer({ body: this.#answer(offer) }));
    return offer;
  }

  /** Offers anew. */
  async reinvite(o: { direction?: 'sendonly' | 'sendrecv'; opus?: boolean }): Promise<void> {
    const response = await this.session?.reinvite(this.#sdp.offer(o));
    this.#agreed = this.#sdp.accept(response?.body.toString() ?? '');
  }

  /** Has it heard Opus of the other one after everything that has come until now? */
  async untilHears(codec: 'opus' | 'PCMU'): Promise<void> {
    const before = this.packets.length;
    await eventually(
      () => this.packets.slice(before).some(({ payloadType, payload }) => this.#nameOf(payloadType, payload) === codec),
      `${codec} is heard`,
    );
  }

  close(): void {
    clearInterval(this.#talk);
    this.#socket.close();
  }

  #answer(offer: string): string {
    const { text, audio } = this.#sdp.answer(offer, { opus: true });
    this.#agreed = audio;
    return this.terse ? text.replace('RTP/AVP 111 0', 'RTP/AVP 111') : text;
  }

  #take(session: InviteSession): void {
    this.session = session;
    session.onReinvite((offer) => {
      this.reinvites += 1;
      return this.stubborn || offer === undefined ? { reject: 488 } : { body: this.#answer(offer.toString()) };
    });
    clearInterval(this.#talk);
    this.#talk = setInterval(() => this.#say(), FRAME_MS);
  }

  #say(): void {
    const { sends = [], port } = this.#agreed ?? {};
    const [opus, g711] = [opusIn(sends), g711In(sends)];
    this.#said += 1;
    const packet = { marker: false, sequence: this.#said, timestamp: this.#said * 960, ssrc: 7, payloadType: 0 };
    const payload = Buffer.from(`opus ${this.#said} from ${this.#socket.address().port}`);
    if (opus !== undefined) {
      this.#send(this.#sender.relay(packet as RtpPacket, opus.payloadType, payload, OPUS_SAMPLES_PER_MS), port);
    } else if (g711 !== undefined) this.#send(this.#sender.frame(g711.payloadType, Buffer.alloc(160, 0x7f)), port);
  }

  #send(bytes: Buffer, port = 0): void {
    this.#socket.send(bytes, port, HOST);
  }

  #nameOf(payloadType: number, payload: Uint8Array): string | undefined {
    const isOpus = GARBAGE.test(Buffer.from(payload).toString());
    if (this.#agreed !== undefined && payloadType === opusIn(this.#agreed.receives)?.payloadType) {
      return isOpus ? 'opus' : undefined;
    }
    return payloadType === 0 && !isOpus && payload.length === 160 ? 'PCMU' : undefined;
  }
}
