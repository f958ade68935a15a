import type { Clock, Log } from '@cordboard/sip';
import type { Party } from '../calls/call.ts';
import type { CallBook } from '../calls/call-book.ts';
import type { CallIds } from '../calls/call-ids.ts';
import type { RoomBook } from '../conferences/room-book.ts';
import type { Deadlines } from '../deadlines.ts';
import type { SrtpPolicy } from '../dialling/protection-of.ts';
import type { Features } from '../features/features.ts';
import type { Diversion } from '../features/forwarding.ts';
import type { LineEvents } from '../lines/line.ts';
import type { MediaPlane } from '../media/index.ts';
import type { PbxLimits, PbxTimings } from '../pbx.ts';
import type { Contact } from '../registrar/bindings.ts';
import type { TrunkDestination } from '../routing/destination.ts';
import type { Routing } from '../routing/routing.ts';
import type { OutgoingCall } from '../trunks/outgoing-call.ts';
import type { MailboxOptions } from '../voicemail/mailboxes.ts';
import type { CallLine, Leg } from './conversation.ts';
import type { Recordings } from './recordings.ts';

/** What an INVITE to a device or a trunk is made of. */
export interface InviteRequest {
  readonly number: string;
  readonly name: string | undefined;
  readonly body: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Who has sent the call on, in that order. */
  readonly diversions?: readonly Diversion[];
  /** Hops that it may take (RFC 3261 section 8.1.1.6). */
  readonly hops?: number;
}

/** Sends INVITEs: to a registered device, or out by the trunks, one after the other. */
export interface Dialler {
  /** Value of P-Asserted-Identity that tells a phone who a party is. */
  identity(party: Party): string;
  device(contact: Contact, request: InviteRequest): OutgoingCall;
  trunk(destination: TrunkDestination, request: InviteRequest): OutgoingCall;
}

/** Everything that the operations of the engine work on; built once (design section 2, rule 4). */
export interface Exchange {
  readonly clock: Clock;
  readonly log: Log;
  readonly timings: PbxTimings;
  readonly limits: PbxLimits;
  readonly media: MediaPlane;
  readonly recordings: Recordings;
  readonly rooms: RoomBook;
  readonly dialler: Dialler;
  readonly srtp: SrtpPolicy;
  readonly routing: Routing;
  readonly features: Features;
  /** Undefined: nobody keeps messages. */
  readonly voicemail: MailboxOptions | undefined;
  readonly deadlines: Deadlines;
  readonly book: CallBook;
  readonly ids: CallIds;
  readonly lines: Set<CallLine>;
  /** Live legs that the API shows, by callId. */
  readonly legs: Map<string, Leg>;
  /** A new id for a conversation. */
  newTrackingId(): string;
  /** Registered devices of an endpoint, newest first. */
  contacts(endpointId: string): Contact[];
  /** Something about an endpoint's calls has changed that its lamps at other phones show. */
  lampChanged(endpointId: string): void;
  /** A phone said in a response which event packages it accepts. */
  learn(contact: Contact, allowEvents: readonly string[]): void;
  /** Who hears of lines. Set once, by the engine. */
  readonly lineEvents: LineEvents<Leg>;
}
