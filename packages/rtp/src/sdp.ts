import { isIP } from 'node:net';
import { parse } from 'sdp-transform';
import type { AudioCodec, AudioFormat } from './audio-format.ts';
import type { Codec } from './g711.ts';
import { isRtpPayloadType } from './rtp-packet.ts';
import { type AudioSecurity, readSecurity, type SecurityKind } from './sdp-security.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** The first audio stream of a session description, as far as we can use it. */
export interface AudioDescription {
  /** An IP address, never a name: nobody's packets make us ask a name server. */
  readonly address: string;
  /** 1 to 65535. */
  readonly port: number;
  readonly direction: Direction;
  /** Codecs that both sides may use, in the order of preference written. */
  readonly codecs: readonly AudioFormat[];
  /** Payload type of RFC 4733 digits. */
  readonly digits: number | undefined;
  /** All m-lines in order, for an answer must have as many (RFC 3264 section 6). */
  readonly media: readonly MediaLine[];
  /** Which of them is the audio stream. */
  readonly index: number;
  readonly security: AudioSecurity;
}

/** What an answer must repeat of each m-line. */
export interface MediaLine {
  readonly type: string;
  readonly protocol: string;
  readonly formats: string;
  /** Its name in groups (RFC 5888). */
  readonly mid?: string;
}

/** The description is no SDP, or has no audio that we can use. */
export class IncompatibleMedia extends Error {
  override readonly name = 'IncompatibleMedia';
}

const LENGTH_LIMIT = 16_384;
const MEDIA_LIMIT = 16;
const PORT_LIMIT = 65_535;
/** Connection addresses that mean hold since RFC 2543: nobody can be sent to there. */
const nowhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
const staticCodecs: Readonly<Record<number, Codec>> = { 0: 'PCMU', 8: 'PCMA' };
const CLOCK_RATE = 8_000;
/** Always written so, whatever is really sent (RFC 7587 section 7). */
const OPUS_RATE = 48_000;
const OPUS_CHANNELS = '2';

/** `wanted`: how the audio may be protected. @throws IncompatibleMedia whatever the text is */
export function readSdp(text: string, wanted: readonly SecurityKind[] = ['plain']): AudioDescription {
  if (text.length === 0 || text.length > LENGTH_LIMIT) throw new IncompatibleMedia('There is no session description');
  const session = parsed(text);
  const media = mediaLines(session);
  const securities = session.media.map((line) => readSecurity(session, line, wanted));
  const index = session.media.findIndex(
    ({ type, port }, at) => type === 'audio' && Number(port) !== 0 && securities[at] !== undefined,
  );
  const [audio, security] = [session.media[index], securities[index]];
  if (audio === undefined || security === undefined) throw new IncompatibleMedia('There is no audio stream for us');
  const address = String(audio.connection?.ip ?? session.connection?.ip ?? '');
  const { codecs, digits } = formatsOf(audio);
  const written = directionOf(audio.direction) ?? directionOf(session.direction) ?? 'sendrecv';
  return {
    address: checkedAddress(address),
    port: checkedPort(Number(audio.port)),
    // A browser writes no address here; where it is, its candidates say.
    direction: nowhere.has(address) && security.kind !== 'dtls' ? 'inactive' : written,
    codecs,
    digits,
    media,
    index,
    security,
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

/** @throws IncompatibleMedia when there are too many, or one that an answer could not repeat */
function mediaLines({ media }: ParsedSession): AudioDescription['media'] {
  if (media.length > MEDIA_LIMIT) throw new IncompatibleMedia('The session description has too many media lines');
  return media.map(({ type, protocol, payloads, mid }) => {
    if (!type || !protocol) throw new IncompatibleMedia('A media line of the session description cannot be read');
    const line = { type: String(type), protocol: String(protocol), formats: String(payloads ?? '0') };
    return mid === undefined ? line : { ...line, mid: String(mid) };
  });
}

function checkedAddress(address: string): string {
  if (isIP(address) === 0) throw new IncompatibleMedia('The connection address is no IP address');
  return address;
}

function checkedPort(port: number): number {
  if (!Number.isInteger(port) || port > PORT_LIMIT) throw new IncompatibleMedia('The port of the audio is none');
  return port;
}

type ParsedMedia = ParsedSession['media'][number];

/** @throws IncompatibleMedia without a codec in common */
function formatsOf(audio: ParsedMedia): Pick<AudioDescription, 'codecs' | 'digits'> {
  const described = new Map(
    audio.rtp.map(({ payload, codec, rate, encoding }) => [
      payload,
      { codec: String(codec).toUpperCase(), rate, channels: encoding === undefined ? undefined : String(encoding) },
    ]),
  );
  const payloads = String(audio.payloads ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .map(Number)
    .filter(isRtpPayloadType);
  const codecs = payloads.flatMap((payloadType) => {
    const name = described.get(payloadType);
    const codec = name === undefined ? staticCodecs[payloadType] : knownCodec(name);
    return codec === undefined ? [] : [{ codec, payloadType }];
  });
  if (codecs.length === 0) throw new IncompatibleMedia('No codec in common: G.711 (PCMU or PCMA) is needed');
  return { codecs, digits: payloads.find((payloadType) => isDigits(described.get(payloadType))) };
}

interface Described {
  readonly codec: string;
  readonly rate?: number | undefined;
  readonly channels: string | undefined;
}

function knownCodec({ codec, rate, channels }: Described): AudioCodec | undefined {
  if (codec === 'OPUS') return rate === OPUS_RATE && channels === OPUS_CHANNELS ? 'opus' : undefined;
  if (rate !== undefined && rate !== CLOCK_RATE) return undefined;
  return codec === 'PCMU' || codec === 'PCMA' ? codec : undefined;
}

function isDigits(described: Described | undefined): boolean {
  return described?.codec === 'TELEPHONE-EVENT' && (described.rate ?? CLOCK_RATE) === CLOCK_RATE;
}

function directionOf(written: string | undefined): Direction | undefined {
  return written === 'sendrecv' || written === 'sendonly' || written === 'recvonly' || written === 'inactive'
    ? written
    : undefined;
}
