import { parse } from 'sdp-transform';
import type { Codec } from './g711.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** The first audio stream of a session description, as far as a G.711 telephone needs it. */
export interface AudioDescription {
  readonly address: string;
  readonly port: number;
  readonly direction: Direction;
  /** Codecs that both sides may use, in the order of preference written. */
  readonly codecs: readonly { readonly codec: Codec; readonly payloadType: number }[];
  /** Payload type of RFC 4733 digits. */
  readonly digits: number | undefined;
  /** All m-lines in order, for an answer must have as many (RFC 3264 section 6). */
  readonly media: readonly { readonly type: string; readonly protocol: string; readonly formats: string }[];
  /** Which of them is the audio stream. */
  readonly index: number;
}

/** The description is no SDP, or has no audio that we can use. */
export class IncompatibleMedia extends Error {
  override readonly name = 'IncompatibleMedia';
}

const LENGTH_LIMIT = 16_384;
const MEDIA_LIMIT = 16;
const staticCodecs: Readonly<Record<number, Codec>> = { 0: 'PCMU', 8: 'PCMA' };
const CLOCK_RATE = 8_000;

/** @throws IncompatibleMedia whatever the text is */
export function readSdp(text: string): AudioDescription {
  if (text.length === 0 || text.length > LENGTH_LIMIT) throw new IncompatibleMedia('There is no session description');
  const session = parsed(text);
  const media = (session.media ?? []).slice(0, MEDIA_LIMIT + 1);
  if (media.length > MEDIA_LIMIT) throw new IncompatibleMedia('The session description has too many media lines');
  const index = media.findIndex(
    ({ type, port, protocol }) => type === 'audio' && port !== 0 && /^(RTP\/AVPF?)$/.test(protocol),
  );
  const audio = media[index];
  const address = audio?.connection?.ip ?? session.connection?.ip;
  if (audio === undefined || address === undefined) throw new IncompatibleMedia('There is no plain RTP audio stream');
  const described = new Map(
    audio.rtp.map(({ payload, codec, rate }) => [payload, { codec: codec.toUpperCase(), rate }]),
  );
  const payloads = String(audio.payloads ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
  const codecs = payloads.flatMap((payloadType) => {
    const name = described.get(payloadType);
    const codec = name === undefined ? staticCodecs[payloadType] : g711(name);
    return codec === undefined ? [] : [{ codec, payloadType }];
  });
  if (codecs.length === 0) throw new IncompatibleMedia('No codec in common: G.711 (PCMU or PCMA) is needed');
  const digits = payloads.find((payloadType) => isDigits(described.get(payloadType)));
  return {
    address,
    port: audio.port,
    // A connection address of 0.0.0.0 is the hold of RFC 2543.
    direction:
      address === '0.0.0.0'
        ? 'inactive'
        : (directionOf(audio.direction) ?? directionOf(session.direction) ?? 'sendrecv'),
    codecs,
    digits,
    media: media.map(({ type, protocol, payloads: formats }) => ({ type, protocol, formats: String(formats ?? '0') })),
    index,
  };
}

type ParsedSession = ReturnType<typeof parse>;

function parsed(text: string): ParsedSession {
  try {
    return parse(text);
  } catch (error) {
    throw new IncompatibleMedia('The session description cannot be read', { cause: error });
  }
}

function g711({ codec, rate }: { codec: string; rate?: number | undefined }): Codec | undefined {
  if (rate !== undefined && rate !== CLOCK_RATE) return undefined;
  return codec === 'PCMU' || codec === 'PCMA' ? codec : undefined;
}

function isDigits(described: { codec: string; rate?: number | undefined } | undefined): boolean {
  return described?.codec === 'TELEPHONE-EVENT' && (described.rate ?? CLOCK_RATE) === CLOCK_RATE;
}

function directionOf(written: string | undefined): Direction | undefined {
  return written === 'sendrecv' || written === 'sendonly' || written === 'recvonly' || written === 'inactive'
    ? written
    : undefined;
}
