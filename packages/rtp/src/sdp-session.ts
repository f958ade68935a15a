import { type AudioFormat, g711In, opusIn } from './audio-format.ts';
import { type AudioDescription, type Direction, IncompatibleMedia, type MediaLine, readSdp } from './sdp.ts';
import { type AgreedSecurity, type Protection, plainProtection } from './sdp-protection.ts';

/** What was agreed: where the far side wants its audio, and how. */
export interface AgreedAudio {
  readonly address: string;
  readonly port: number;
  /** How we may send, what the far side likes best first: it sends that itself. One at least. */
  readonly sends: readonly AudioFormat[];
  readonly digits: number | undefined;
  /** What may come: all that we offered, for the far side picks per packet and by our numbers (RFC 3264 section 6.1). */
  readonly receives: readonly AudioFormat[];
  readonly receivesDigits: readonly number[];
  /** Its description has Opus, whether or not it was agreed. */
  readonly knowsOpus: boolean;
  /** The far side's own view: sendonly means that it sends and does not listen. */
  readonly remoteDirection: Direction;
  readonly security: AgreedSecurity;
}

const DIGITS = 101;
const offered: readonly AudioFormat[] = [
  { codec: 'PCMU', payloadType: 0 },
  { codec: 'PCMA', payloadType: 8 },
];
const opusOffered: AudioFormat = { codec: 'opus', payloadType: 111 };

/** What our side is ready for besides G.711. */
export interface AudioWishes {
  readonly direction?: Direction;
  /** Somebody can make something of Opus: it goes first. */
  readonly opus?: boolean;
}

/** Which direction answers which (RFC 3264 section 6.1). */
export const mirrored: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

/** Our side of offer and answer (RFC 3264) for one audio stream of G.711, and of Opus when both sides want it. */
export class SdpSession {
  readonly #address: string;
  readonly #port: number;
  readonly #id: number;
  readonly #protection: Protection;
  #version = 0;
  #last: string | undefined;
  /** m-lines that the far side offered: later offers keep their number and order (section 8). */
  #media: readonly MediaLine[];
  #index = 0;
  #formats: readonly AudioFormat[] = offered;
  #digits: number | undefined = DIGITS;

  /** `id` identifies the session in its o= line. */
  constructor(o: { address: string; port: number; id: number; protection?: Protection }) {
    this.#address = o.address;
    this.#port = o.port;
    this.#id = o.id;
    this.#protection = o.protection ?? plainProtection;
    const { protocol, named } = this.#protection;
    this.#media = [{ type: 'audio', protocol, formats: '', ...(named ? { mid: '0' } : {}) }];
  }

  offer({ direction = 'sendrecv', opus = false }: AudioWishes = {}): string {
    const known = opusIn(this.#formats) ?? opusOffered;
    const others = this.#formats.filter(({ codec }) => codec !== 'opus');
    this.#formats = opus ? [known, ...others] : others;
    return this.#write(direction, this.#protection.offerLines());
  }

  /**
   * Answers with the first G.711 codec offered. The direction is what our side wants: the answer allows no more, so that
   * who holds stays on hold.
   * @throws IncompatibleMedia
   */
  answer(
    offer: string,
    { direction = 'sendrecv', opus = false }: AudioWishes = {},
  ): { text: string; audio: AgreedAudio } {
    const description = this.#read(offer);
    const g711 = g711In(description.codecs);
    // What is played, mixed or recorded here is G.711: without it such a party would have to be left in silence.
    if (g711 === undefined) throw new IncompatibleMedia('No codec in common: G.711 (PCMU or PCMA) is needed');
    const wanted = opus ? opusIn(description.codecs) : undefined;
    const protection = this.#protection.answerLines(description);
    if (this.#last !== undefined && description.media.length < this.#media.length) {
      throw new IncompatibleMedia('The session description lost a media line');
    }
    this.#media = description.media;
    this.#index = description.index;
    this.#formats = wanted === undefined ? [g711] : [wanted, g711];
    this.#digits = description.digits;
    const text = this.#write(both(mirrored[description.direction], direction), protection);
    return { text, audio: this.#agreed(description, this.#formats) };
  }

  /** The far side's answer to our offer. @throws IncompatibleMedia */
  accept(answer: string): AgreedAudio {
    const description = this.#read(answer);
    const [first, ...others] = description.codecs.filter(({ codec }) => this.#offered(codec));
    if (first === undefined) throw new IncompatibleMedia('The answer has none of the codecs that were offered');
    // Opus further down is not what it will send.
    return this.#agreed(description, [first, ...others.filter(({ codec }) => codec !== 'opus')]);
  }

  #read(description: string): AudioDescription {
    return readSdp(description, this.#protection.accepts);
  }

  /** We know both laws, whichever a telephone answers with. */
  #offered(codec: AudioFormat['codec']): boolean {
    return codec !== 'opus' || opusIn(this.#formats) !== undefined;
  }

  #agreed(description: AudioDescription, sends: readonly AudioFormat[]): AgreedAudio {
    return {
      address: description.address,
      port: description.port,
      sends,
      knowsOpus: opusIn(description.codecs) !== undefined,
      digits: description.digits,
      receives: [...this.#formats, ...sends],
      receivesDigits: [this.#digits, description.digits].filter((payloadType) => payloadType !== undefined),
      remoteDirection: description.direction,
      security: this.#protection.agree(description),
    };
  }

  #write(direction: Direction, protection: readonly string[]): string {
    const lines = this.#media.map((line, index) =>
      index === this.#index ? this.#audio(line, direction, protection) : refused(line),
    );
    const kind = this.#address.includes(':') ? 'IP6' : 'IP4';
    const mid = this.#media[this.#index]?.mid;
    const group = this.#protection.named && mid !== undefined ? `a=group:BUNDLE ${mid}\r\n` : '';
    const rest = `s=-\r\nc=IN ${kind} ${this.#address}\r\nt=0 0\r\n${group}${lines.join('')}`;
    // The version grows when, and only when, the description changes (section 5).
    if (this.#last !== rest) this.#version += 1;
    this.#last = rest;
    return `v=0\r\no=cordboard ${this.#id} ${this.#version} IN ${kind} ${this.#address}\r\n${rest}`;
  }

  #audio({ protocol, mid }: MediaLine, direction: Direction, protection: readonly string[]): string {
    const digits = this.#digits;
    const payloads = [
      ...this.#formats.map(({ payloadType }) => payloadType),
      ...(digits === undefined ? [] : [digits]),
    ];
    const lines = [
      `m=audio ${this.#port} ${protocol} ${payloads.join(' ')}`,
      ...midLine(mid),
      ...protection,
      ...this.#formats.flatMap(formatLines),
      ...(digits === undefined ? [] : [`a=rtpmap:${digits} telephone-event/8000`, `a=fmtp:${digits} 0-15`]),
      'a=ptime:20',
      `a=${direction}`,
    ];
    return lines.map((line) => `${line}\r\n`).join('');
  }
}

function refused({ type, protocol, formats, mid }: MediaLine): string {
  return [`m=${type} 0 ${protocol} ${formats.split(' ')[0]}`, ...midLine(mid)].map((line) => `${line}\r\n`).join('');
}

/** Opus carries what repairs a lost packet when its receiver says that it can use it (RFC 7587 section 6.1). */
function formatLines({ codec, payloadType }: AudioFormat): readonly string[] {
  if (codec !== 'opus') return [`a=rtpmap:${payloadType} ${codec}/8000`];
  return [`a=rtpmap:${payloadType} opus/48000/2`, `a=fmtp:${payloadType} useinbandfec=1`];
}

function midLine(mid: string | undefined): readonly string[] {
  return mid === undefined ? [] : [`a=mid:${mid}`];
}

const sends: readonly Direction[] = ['sendrecv', 'sendonly'];
const listens: readonly Direction[] = ['sendrecv', 'recvonly'];

/** What two directions, seen from the same side, both allow. */
function both(one: Direction, other: Direction): Direction {
  const send = sends.includes(one) && sends.includes(other);
  const listen = listens.includes(one) && listens.includes(other);
  if (send) return listen ? 'sendrecv' : 'sendonly';
  return listen ? 'recvonly' : 'inactive';
}
