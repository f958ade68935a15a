import type { Diversion } from '../features/forwarding.ts';
import { Line, type LineOwner } from '../lines/line.ts';
import { PbxError } from '../pbx-error.ts';
import type { Contact } from '../registrar/bindings.ts';
import type { Destination } from '../routing/destination.ts';
import type { CallLine, Leg } from './conversation.ts';
import { receiveRtpDigit } from './digits.ts';
import type { Exchange } from './exchange.ts';

/**
 * A line with a media session, not connected to anything yet. Emergency calls are not counted out.
 * @throws PbxError overloaded, noMediaPorts
 */
export function openLine(exchange: Exchange, owner: LineOwner, emergency = false): CallLine {
  if (!emergency && exchange.lines.size >= exchange.limits.lines) {
    throw new PbxError('overloaded', `All ${exchange.limits.lines} lines of the PBX are in use.`);
  }
  const line = new Line<Leg>({
    owner,
    media: takeMedia(exchange),
    events: exchange.lineEvents,
    log: exchange.log,
    closed: (ended) => exchange.lines.delete(ended),
  });
  line.media.onDigit((digit) => receiveRtpDigit(exchange, line, digit));
  exchange.lines.add(line);
  return line;
}

/** A line ready to be rung: everything that can refuse has been asked. */
export interface DialLine {
  readonly line: CallLine;
  readonly destination: Destination;
  readonly contacts: readonly Contact[];
  /** For the call that the endpoint will show; taken here because taking one can fail. */
  readonly callId: string;
  /** Who has sent the call on until here. */
  readonly diversions?: readonly Diversion[];
}

/**
 * Makes ready to ring a destination: nothing is sent yet, so that a refusal changes nothing. `emergency`: it is part of
 * an emergency call, whatever it is itself.
 * @throws PbxError endpointUnreachable, overloaded, noMediaPorts
 */
export function openDialLine(
  exchange: Exchange,
  destination: Destination,
  emergency = isEmergency(destination),
): DialLine {
  const contacts = destination.kind === 'endpoint' ? exchange.contacts(destination.endpointId) : [];
  if (destination.kind === 'endpoint' && contacts.length === 0) {
    throw new PbxError('endpointUnreachable', `No phone is registered for extension ${destination.endpointId}.`);
  }
  const owner: LineOwner =
    destination.kind === 'endpoint' ? { kind: 'endpoint', endpointId: destination.endpointId } : { kind: 'trunk' };
  const callId = destination.kind === 'endpoint' ? exchange.ids.next() : '';
  return { line: openLine(exchange, owner, emergency), destination, contacts, callId };
}

export function isEmergency(destination: Destination): boolean {
  return destination.kind === 'trunk' && destination.emergency;
}

function takeMedia(exchange: Exchange): CallLine['media'] {
  try {
    return exchange.media.open();
  } catch (error) {
    throw new PbxError('noMediaPorts', 'No RTP port is free for another call.', { cause: error });
  }
}
