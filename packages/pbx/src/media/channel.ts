import {
  type AudioFormat,
  type Codec,
  type Digit,
  DigitReader,
  type DigitTrain,
  g711In,
  opusIn,
  type RtpPacket,
  RtpSender,
  samplesPerMs,
  transcodeAudio,
} from '@cordboard/rtp';
import type { Playback, PlayEnd } from './clip.ts';
import type { Frame } from './frame.ts';
import { type Content, isG711, type Listener, type Tap } from './listener.ts';
import type { Meter } from './meter.ts';
import type { Paced } from './pace.ts';
import type { SessionPath } from './paths/session-path.ts';
import type { MediaStats, RemoteAudio } from './protocol.ts';
import { Reception } from './reception.ts';

/** RFC 3550 section 5.1. */
const PAYLOAD_TYPES = 128;

/** The worker's side of one session: the path to its telephone, and whom it hears. */
export class Channel implements Listener, Paced {
  readonly #path: SessionPath;
  #sender = new RtpSender();
  #reception = new Reception();
  readonly #meter: Meter;
  #remote: RemoteAudio | undefined;
  /** How G.711 and Opus are sent to the telephone; undefined: it takes none. */
  #g711: AudioFormat<Codec> | undefined;
  #opus: AudioFormat<'opus'> | undefined;
  /** What packets carry, by their payload type. */
  #contents: readonly (Content | undefined)[] = [];
  #listener: Listener | undefined;
  #tap: Tap | undefined;
  #playback: Playback | undefined;
  #train: { readonly digits: DigitTrain; readonly sent: (how: PlayEnd) => void } | undefined;
  #digits = new DigitReader();
  #muted = false;
  #deaf = false;
  #sent = 0;
  readonly #onDigit: (digit: Digit) => void;

  /** `onDigit` is told each digit that the telephone sends, once. */
  constructor(path: SessionPath, meter: Meter, onDigit: (digit: Digit) => void) {
    this.#path = path;
    this.#meter = meter;
    path.onPacket((packet) => this.#receive(packet));
    this.#onDigit = onDigit;
  }

  /** Becomes free for another session. */
  reset(): void {
    this.#path.close();
    this.#sender = new RtpSender();
    this.#reception = new Reception();
    this.#meter.fill(0);
    this.#remote = undefined;
    this.#listener = undefined;
    this.#tap?.stop();
    this.#tap = undefined;
    this.play(undefined);
    this.#train?.sent('stopped');
    this.#train = undefined;
    this.#digits = new DigitReader();
    this.#muted = false;
    this.#deaf = false;
    this.#sent = 0;
  }

  setRemote(audio: RemoteAudio): void {
    this.#remote = audio;
    this.#g711 = g711In(audio.sends);
    this.#opus = opusIn(audio.sends);
    this.#contents = contentsOf(audio);
    this.#path.setRemote(audio);
  }

  /** Who hears what this telephone says. */
  setListener(listener: Listener | undefined): void {
    if (this.#listener === listener) return;
    this.#listener = listener;
    if (listener instanceof Channel) listener.restart();
  }

  /** Another voice is heard from now on. */
  restart(): void {
    this.#sender.restart();
  }

  /** Who writes down what this party says and hears. */
  setTap(tap: Tap): void {
    this.#tap?.stop();
    this.#tap = tap;
  }

  clearTap(tap: Tap): void {
    if (this.#tap === tap) this.#tap = undefined;
  }

  mute(on: boolean): void {
    this.#muted = on;
  }

  deafen(on: boolean): void {
    this.#deaf = on;
  }

  /** Goes before whatever else would be heard; undefined ends it. */
  play(playback: Playback | undefined): void {
    this.#playback?.end('stopped');
    this.#playback = playback;
    this.#sender.restart();
  }

  /** Sends digits in place of what would be heard meanwhile; `sent` is told at once when the party takes none. */
  sendDigits(digits: DigitTrain, sent: (how: PlayEnd) => void): void {
    this.#train?.sent('stopped');
    this.#train = undefined;
    if (this.#remote?.digits === undefined) sent('stopped');
    else this.#train = { digits, sent };
  }

  /** One step of 20 ms of digits, or else of what is being played. */
  tick(): boolean {
    if (this.#train !== undefined) this.#sendDigit(this.#train);
    else if (this.#playback !== undefined && this.#remote !== undefined) this.#playFrame(this.#playback, this.#remote);
    return this.#train !== undefined || this.#playback !== undefined;
  }

  stats(): MediaStats {
    return this.#reception.stats(this.#sent);
  }

  close(): void {
    this.#path.end();
  }

  #receive(packet: RtpPacket): void {
    if (this.#remote === undefined) return;
    const content = this.#contents[packet.payloadType];
    if (content === undefined) return;
    this.#reception.take(packet, performance.now(), content === 'digits' ? undefined : samplesPerMs(content));
    this.#reception.writeTo(this.#meter);
    if (content === 'digits' || this.#digits.open) this.#readDigits(packet, content);
    const listener = this.#listener;
    if (listener === undefined || this.#muted) return;
    listener.hear(packet, content);
    if (this.#tap !== undefined && isG711(content)) this.#tap.said(packet, content);
  }

  /** What another telephone says. */
  hear(packet: RtpPacket, content: Content): void {
    const to = this.#hearing();
    if (to === undefined) return;
    if (content === 'opus') this.#passOn(packet, this.#opus, packet.payload);
    else if (isG711(content)) {
      const format = this.#g711;
      if (format !== undefined) this.#passOn(packet, format, transcodeAudio(content, format.codec, packet.payload));
      this.#tap?.heard(packet, content);
    } else if (to.digits !== undefined) {
      this.#send(this.#sender.relay(packet, to.digits, packet.payload));
    }
  }

  /** A party that does not take this codec hears nothing until another one is agreed with it or with the other. */
  #passOn(packet: RtpPacket, format: AudioFormat | undefined, payload: Uint8Array): void {
    if (format === undefined) return;
    this.#send(this.#sender.relay(packet, format.payloadType, payload, samplesPerMs(format.codec)));
  }

  /** What others say together. */
  hearFrame(frame: Frame): void {
    if (this.#hearing() === undefined) return;
    this.#sendFrame(frame);
    this.#tap?.heardFrame(frame);
  }

  /** Where others are heard; undefined while nobody is: something goes before them, or nobody listens. */
  #hearing(): RemoteAudio | undefined {
    if (this.#deaf || this.#playback !== undefined || this.#train !== undefined) return undefined;
    return this.#remote?.listens ? this.#remote : undefined;
  }

  #readDigits(packet: RtpPacket, content: Content): void {
    const ended = content === 'digits' ? this.#digits.take(packet) : this.#digits.close();
    for (const digit of ended) this.#onDigit(digit);
    if (content === 'digits' && this.#playback?.stopOnDigit) this.#endPlayback('digit');
  }

  #sendDigit({ digits, sent }: { digits: DigitTrain; sent: (how: PlayEnd) => void }): void {
    const step = digits.next();
    const payloadType = this.#remote?.digits;
    if (step === undefined || payloadType === undefined) {
      this.#train = undefined;
      sent(step === undefined ? 'end' : 'stopped');
    } else if (step === 'pause') this.#sender.pass();
    else this.#send(this.#sender.digit(payloadType, step.payload, step.first));
  }

  #playFrame(playback: Playback, to: RemoteAudio): void {
    const frame = playback.next();
    if (frame === undefined) this.#endPlayback('end');
    else if (to.listens) this.#sendFrame(frame);
  }

  #sendFrame(frame: Frame): void {
    const format = this.#g711;
    if (format !== undefined) this.#send(this.#sender.frame(format.payloadType, frame.bytes(format.codec)));
  }

  #endPlayback(how: PlayEnd): void {
    const playback = this.#playback;
    this.#playback = undefined;
    this.#sender.restart();
    playback?.end(how);
  }

  #send(bytes: Buffer): void {
    if (this.#remote === undefined) return;
    this.#sent += 1;
    this.#path.send(bytes);
  }
}

/** As agreed; the first name that a payload type was given holds. */
function contentsOf({ receives, receivesDigits }: RemoteAudio): (Content | undefined)[] {
  const contents = new Array<Content | undefined>(PAYLOAD_TYPES).fill(undefined);
  for (const { payloadType, codec } of receives) contents[payloadType] ??= codec;
  for (const payloadType of receivesDigits) contents[payloadType] = 'digits';
  return contents;
}
