import type { Digit } from '@cordboard/rtp';
import type { IncomingRequest } from '@cordboard/sip';
import type { CallLine } from './conversation.ts';
import type { Exchange } from './exchange.ts';

const DIGIT_MS = 160;
const RELAY = 'application/dtmf-relay';
const PLAIN = 'application/dtmf';

/**
 * Sends digits to a party: in RTP, or by INFO when it did not agree to digits in RTP. False when they could not be sent.
 */
export async function sendDigits(line: CallLine, digits: string, durationMs = DIGIT_MS): Promise<boolean> {
  if (line.state !== 'up' || line.session === undefined) return false;
  if (line.media.takesDigits) return (await line.media.sendDigits(digits, durationMs)) === 'end';
  for (const digit of digits.toUpperCase()) {
    const body = Buffer.from(`Signal=${digit}\r\nDuration=${durationMs}\r\n`);
    const response = await line.session.request('INFO', { contentType: RELAY, body });
    if (response.status >= 300) return false;
  }
  return true;
}

/** A digit that a party sent in RTP: the media has passed it on already, but to a party that takes none in RTP. */
export function receiveRtpDigit(exchange: Exchange, line: CallLine, digit: Digit): void {
  line.active?.conversation.onDigit?.(digit.digit);
  const other = partnerOf(line);
  if (other !== undefined && !other.media.takesDigits) passOn(exchange, other, digit);
}

/** A digit that a party sent by INFO is passed on to the other one, in the way that it takes digits. */
export function receiveInfo(exchange: Exchange, line: CallLine, incoming: IncomingRequest): void {
  const digit = digitOf(incoming);
  incoming.respond(200);
  if (digit !== undefined) line.active?.conversation.onDigit?.(digit.digit);
  const other = partnerOf(line);
  if (digit !== undefined && other !== undefined) passOn(exchange, other, digit);
}

/** The party that hears the line's party; digits in a conference are for nobody else. */
function partnerOf(line: CallLine): CallLine | undefined {
  const leg = line.active;
  const far = leg?.far;
  if (leg === undefined || far === undefined || leg.conversation.isConference) return undefined;
  return leg.onHold || far.onHold ? undefined : far.line;
}

function passOn(exchange: Exchange, line: CallLine, { digit, durationMs }: Digit): void {
  sendDigits(line, digit, durationMs || DIGIT_MS).catch((error: unknown) => {
    exchange.log.info({ err: error }, 'A digit could not be passed on');
  });
}

/** Bodies that telephones have used since before RFC 6086: `Signal=5` and `Duration=160`, or the digit alone. */
function digitOf({ request }: IncomingRequest): Digit | undefined {
  const type = (request.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase();
  const text = request.body.toString('latin1');
  const signal = type === RELAY ? /^\s*Signal\s*=\s*([0-9A-D*#])\s*$/im.exec(text) : null;
  const plain = type === PLAIN ? /^\s*([0-9A-D*#])\s*$/i.exec(text) : null;
  const digit = (signal ?? plain)?.[1]?.toUpperCase();
  if (digit === undefined) return undefined;
  return { digit, durationMs: Number(/^\s*Duration\s*=\s*(\d{1,5})\s*$/im.exec(text)?.[1] ?? DIGIT_MS) };
}
