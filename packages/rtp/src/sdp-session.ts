import type { Codec } from './g711.ts';
import {
  type AudioDescription,
  type AudioFormat,
  type Direction,
  IncompatibleMedia,
  type MediaLine,
  readSdp,
} from './sdp.ts';
import { type AgreedSecurity, type Protection, plainProtection } from './sdp-protection.ts';

/** What was agreed: where the far side wants its audio, and how. */
export interface AgreedAudio {
  readonly address: string;
  readonly port: number;
  /** How we send. */
  readonly codec: Codec;
  readonly payloadType: number;
  readonly digits: number | undefined;
  /** What may come: all that we offered, for the far side picks per packet and by our numbers (RFC 3264 section 6.1). */
  readonly receives: readonly AudioFormat[];
  readonly receivesDigits: readonly number[];
  /** The far side's own view: sendonly means that it sends and does not listen. */
  readonly remoteDirection: Direction;
  readonly security: AgreedSecurity;
}

const DIGITS = 101;
const offered: readonly AudioFormat[] = [
  { codec: 'PCMU', payloadType: 0 },
  { codec: 'PCMA', payloadType: 8 },
];

/** Which direction answers which (RFC 3264 section 6.1). */
const mirrored: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

/** Our side of offer and answer (RFC 3264) for one G.711 audio stream. */
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
  #formats = offered;
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

  offer(direction: Direction = 'sendrecv'): string {
    return this.#write(direction, this.#protection.offerLines());
  }

  /**
   * Answers with the first codec offered that we have. `wish` is what our side wants: the answer allows no more, so
   * that who holds stays on hold.
   * @throws IncompatibleMedia
   */
  answer(offer: string, wish: Direction = 'sendrecv'): { text: string; audio: AgreedAudio } {
    const description = this.#read(offer);
    const protection = this.#protection.answerLines(description);
    if (this.#last !== undefined && description.media.length < this.#media.length) {
      throw new IncompatibleMedia('The session description lost a media line');
    }
    this.#media = description.media;
    this.#index = description.index;
    this.#formats = description.codecs.slice(0, 1);
    this.#digits = description.digits;
    const text = this.#write(both(mirrored[description.direction], wish), protection);
    return { text, audio: this.#agreed(description) };
  }

  /** The far side's answer to our offer. @throws IncompatibleMedia */
  accept(answer: string): AgreedAudio {
    return this.#agreed(this.#read(answer));
  }

  #read(description: string): AudioDescription {
    return readSdp(description, this.#protection.accepts);
  }

  #agreed(description: AudioDescription): AgreedAudio {
    // readSdp gives one codec at least.
    const first = description.codecs[0] as AudioFormat;
    return {
      address: description.address,
      port: description.port,
      codec: first.codec,
      payloadType: first.payloadType,
      digits: description.digits,
      receives: [...this.#formats, first],
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
      ...this.#formats.map(({ codec, payloadType }) => `a=rtpmap:${payloadType} ${codec}/8000`),
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
