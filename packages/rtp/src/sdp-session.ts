import type { Codec } from './g711.ts';
import { type AudioDescription, type Direction, IncompatibleMedia, readSdp } from './sdp.ts';

/** What was agreed: where the far side wants its audio, and how. */
export interface AgreedAudio {
  readonly address: string;
  readonly port: number;
  readonly codec: Codec;
  readonly payloadType: number;
  readonly digits: number | undefined;
  /** The far side's own view: sendonly means that it sends and does not listen. */
  readonly remoteDirection: Direction;
}

const DIGITS = 101;
const offered: readonly { readonly codec: Codec; readonly payloadType: number }[] = [
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
  #version = 0;
  #last: string | undefined;
  /** m-lines once agreed on: later offers keep their number and order (section 8). */
  #media: AudioDescription['media'] | undefined;
  #index = 0;
  #codecs = offered;
  #digits: number | undefined = DIGITS;

  /** `id` identifies the session in its o= line. */
  constructor(o: { address: string; port: number; id: number }) {
    this.#address = o.address;
    this.#port = o.port;
    this.#id = o.id;
  }

  offer(direction: Direction = 'sendrecv'): string {
    return this.#write(direction, this.#codecs, this.#digits);
  }

  /** @throws IncompatibleMedia */
  answer(offer: string): { text: string; audio: AgreedAudio } {
    const description = readSdp(offer);
    const audio = agreed(description);
    this.#follow(description);
    const chosen = [{ codec: audio.codec, payloadType: audio.payloadType }];
    const text = this.#write(mirrored[description.direction], chosen, description.digits);
    this.#codecs = chosen;
    this.#digits = description.digits;
    return { text, audio };
  }

  /** The far side's answer to our offer. @throws IncompatibleMedia */
  accept(answer: string): AgreedAudio {
    const description = readSdp(answer);
    this.#follow(description);
    return agreed(description);
  }

  #follow(description: AudioDescription): void {
    if (this.#media !== undefined && description.media.length < this.#media.length) {
      throw new IncompatibleMedia('The session description lost a media line');
    }
    this.#media = description.media;
    this.#index = description.index;
  }

  #write(direction: Direction, codecs: typeof offered, digits: number | undefined): string {
    const own = this.#audio(direction, codecs, digits);
    const media = this.#media ?? [{ type: 'audio', protocol: 'RTP/AVP', formats: '' }];
    const lines = media.map(({ type, protocol, formats }, index) =>
      index === this.#index ? own : `m=${type} 0 ${protocol} ${formats.split(' ')[0]}\r\n`,
    );
    const kind = this.#address.includes(':') ? 'IP6' : 'IP4';
    const rest = `s=-\r\nc=IN ${kind} ${this.#address}\r\nt=0 0\r\n${lines.join('')}`;
    // The version grows when, and only when, the description changes (section 5).
    if (this.#last !== rest) this.#version += 1;
    this.#last = rest;
    return `v=0\r\no=cordboard ${this.#id} ${this.#version} IN ${kind} ${this.#address}\r\n${rest}`;
  }

  #audio(direction: Direction, codecs: typeof offered, digits: number | undefined): string {
    const payloads = [...codecs.map(({ payloadType }) => payloadType), ...(digits === undefined ? [] : [digits])];
    const maps = codecs.map(({ codec, payloadType }) => `a=rtpmap:${payloadType} ${codec}/8000\r\n`).join('');
    const events = digits === undefined ? '' : `a=rtpmap:${digits} telephone-event/8000\r\na=fmtp:${digits} 0-15\r\n`;
    return `m=audio ${this.#port} RTP/AVP ${payloads.join(' ')}\r\n${maps}${events}a=ptime:20\r\na=${direction}\r\n`;
  }
}

function agreed(description: AudioDescription): AgreedAudio {
  const first = description.codecs[0];
  if (first === undefined) throw new IncompatibleMedia('No codec in common');
  return {
    address: description.address,
    port: description.port,
    codec: first.codec,
    payloadType: first.payloadType,
    digits: description.digits,
    remoteDirection: description.direction,
  };
}
