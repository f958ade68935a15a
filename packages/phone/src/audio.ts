import { createSocket, type Socket } from 'node:dgram';
import {
  type AgreedAudio,
  DigitTrain,
  type Direction,
  decodeAudio,
  encodeAudio,
  FRAME_MS,
  FRAME_SAMPLES,
  g711In,
  hearsTone,
  RtpSender,
  readRtp,
  SAMPLE_RATE,
  SrtpEnvelope,
  toneSamples,
  tonesIn,
} from '@cordboard/rtp';
import type { Clock, Timer } from '@cordboard/sip';
import { AudioSessions } from './audio-sessions.ts';

/** What a call has heard and said. */
export interface Heard {
  readonly packetsSent: number;
  readonly packetsReceived: number;
  /** Frequencies in Hz heard in the last half second, the loudest first. */
  readonly tones: readonly number[];
}

/** Half a second of audio is what the ear remembers. */
const MEMORY_SAMPLES = SAMPLE_RATE / 2;
/** Audio older than this is no longer being heard. */
const STALE_MS = 300;

/** The loudspeaker and microphone of one call: an RTP socket, a tone to say, and an ear for tones. */
export class CallAudio {
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #sessions: AudioSessions;
  readonly #envelope = new SrtpEnvelope();
  readonly #sender = new RtpSender();
  readonly #ear = new Int16Array(MEMORY_SAMPLES);
  #heardAt = 0;
  #hz: number | undefined;
  #train: DigitTrain | undefined;
  #agreed: AgreedAudio | undefined;
  /** What our side wants: sendonly is our hold. */
  #wish: Direction = 'sendrecv';
  #closed = false;
  #position = 0;
  #nextFrame = 0;
  #timer: Timer | undefined;
  #sent = 0;
  #received = 0;

  private constructor(socket: Socket, o: { clock: Clock; host: string; hz: number | undefined }) {
    this.#socket = socket;
    this.#clock = o.clock;
    this.#hz = o.hz;
    const { port } = socket.address();
    this.#sessions = new AudioSessions({ address: o.host, port, id: port });
    socket.on('message', (bytes) => this.#receive(bytes));
    socket.on('error', () => {});
  }

  /** Binds a free port. */
  static async open(o: { clock: Clock; host: string; hz: number | undefined }): Promise<CallAudio> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, o.host, () => {
        socket.removeListener('error', reject);
        resolve();
      });
    });
    return new CallAudio(socket, o);
  }

  /** Offers what was agreed last, or a change of direction; it counts once it is accepted. */
  offer(direction: Direction = this.#wish): string {
    return this.#sessions.current.offer({ direction });
  }

  /** @throws IncompatibleMedia */
  answer(offer: string, direction: Direction = this.#wish): string {
    const { text, audio } = this.#sessions.for(offer).answer(offer, { direction });
    this.#agree(audio, direction);
    return text;
  }

  /** The answer to our offer with this direction. @throws IncompatibleMedia */
  accept(answer: string, direction: Direction = this.#wish): void {
    this.#agree(this.#sessions.current.accept(answer), direction);
  }

  /** Opens the microphone: the call is connected. */
  speak(): void {
    if (this.#closed || this.#timer !== undefined) return;
    this.#nextFrame = performance.now();
    this.#tick();
  }

  /** Tone to say from now on, in Hz; undefined is silence, which is sent too. */
  play(hz: number | undefined): void {
    this.#hz = hz;
  }

  /** Keys to press in RTP (RFC 4733), in place of what would be said; false: the far side takes none. */
  press(digits: string): boolean {
    if (this.#agreed?.digits === undefined) return false;
    this.#train = new DigitTrain(digits);
    return true;
  }

  heard(): Heard {
    return { packetsSent: this.#sent, packetsReceived: this.#received, tones: this.#fresh() ? tonesIn(this.#ear) : [] };
  }

  hears(hz: number): boolean {
    return this.#fresh() && hearsTone(this.#ear, hz);
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#socket.close();
  }

  #agree(audio: AgreedAudio, direction: Direction): void {
    this.#agreed = audio;
    if (audio.security.kind === 'sdes') this.#envelope.setKeys(audio.security);
    this.#wish = direction;
  }

  /** Sends what is due and waits for the next frame: late timers are made up for, so that the pace stays 20 ms. */
  #tick(): void {
    const now = performance.now();
    if (now - this.#nextFrame > 10 * FRAME_MS) this.#nextFrame = now;
    while (this.#nextFrame <= now) {
      this.#nextFrame += FRAME_MS;
      this.#sendFrame();
    }
    this.#timer = this.#clock.after(this.#nextFrame - now, () => this.#tick());
  }

  #sendFrame(): void {
    const to = this.#agreed;
    const listens = to?.remoteDirection === 'sendrecv' || to?.remoteDirection === 'recvonly';
    const format = g711In(to?.sends ?? []);
    if (to === undefined || format === undefined || !listens) return;
    if (this.#train !== undefined && to.digits !== undefined && this.#sendDigit(this.#train, to.digits)) return;
    const frequencies = this.#hz === undefined ? [] : [this.#hz];
    const samples = toneSamples(frequencies, { from: this.#position, count: FRAME_SAMPLES });
    this.#position = (this.#position + FRAME_SAMPLES) % SAMPLE_RATE;
    const frame = this.#sender.frame(format.payloadType, encodeAudio(format.codec, samples));
    this.#send(frame, to);
  }

  /** One step of the keys; false when all are pressed. */
  #sendDigit(train: DigitTrain, payloadType: number): boolean {
    const step = train.next();
    if (step === undefined) this.#train = undefined;
    else if (step === 'pause') this.#sender.pass();
    else if (this.#agreed !== undefined) {
      this.#send(this.#sender.digit(payloadType, step.payload, step.first), this.#agreed);
    }
    return step !== undefined;
  }

  #send(packet: Buffer, to: AgreedAudio): void {
    const bytes = this.#encrypted ? this.#envelope.seal(packet) : packet;
    if (bytes !== undefined) this.#socket.send(bytes, to.port, to.address, () => {});
    this.#sent += 1;
  }

  #receive(bytes: Buffer): void {
    const opened = this.#encrypted ? this.#envelope.open(bytes) : bytes;
    const packet = opened === undefined ? undefined : readRtp(opened);
    const format = this.#agreed?.receives.find(({ payloadType }) => payloadType === packet?.payloadType);
    if (packet === undefined || format === undefined || format.codec === 'opus') return;
    this.#received += 1;
    this.#heardAt = performance.now();
    const samples = decodeAudio(format.codec, packet.payload);
    if (samples.length === 0 || samples.length > MEMORY_SAMPLES) return;
    this.#ear.copyWithin(0, samples.length);
    this.#ear.set(samples, MEMORY_SAMPLES - samples.length);
  }

  get #encrypted(): boolean {
    return this.#agreed?.security.kind === 'sdes';
  }

  #fresh(): boolean {
    return this.#received > 0 && performance.now() - this.#heardAt < STALE_MS;
  }
}
