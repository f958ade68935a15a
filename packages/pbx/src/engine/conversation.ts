import type { Party } from '../calls/call.ts';
import type { CallRecord } from '../calls/call-record.ts';
import type { Diversion } from '../features/forwarding.ts';
import type { Hunt } from '../features/hunt.ts';
import type { Line } from '../lines/line.ts';
import type { Mixer } from '../media/index.ts';
import { type Arrival, beginning } from './arrival.ts';
import type { Attendant } from './attendant.ts';
import type { CallRecording } from './call-recording.ts';

/** The line of a party, as the engine sees it. */
export type CallLine = Line<Leg>;

/** One party's part in a conversation. A device line can carry several; a trunk line carries one. */
export class Leg {
  line: CallLine;
  readonly party: Party;
  conversation: Conversation;
  /** The call that the API shows; a party outside has none. */
  readonly record: CallRecord | undefined;
  /** Put on hold by an API action or by a consultation. */
  held = false;
  /** Who has sent the call on until it came here. */
  diversions: readonly Diversion[] = [];
  recording: CallRecording | undefined;
  /** Its caller waits no longer than it rings: unanswered, it is not sent on. */
  limited = false;
  /** The search of a ring group that this leg is part of. */
  hunt: Hunt | undefined;

  constructor(o: { conversation: Conversation; line: CallLine; party: Party; record: CallRecord | undefined }) {
    this.conversation = o.conversation;
    this.line = o.line;
    this.party = o.party;
    this.record = o.record;
    o.conversation.legs.push(this);
    o.line.legs.add(this);
    o.line.active = this;
    o.line.idleTone = undefined;
  }

  /** Goes over to another line of the same party; the old one carries it no more. */
  moveTo(line: CallLine): void {
    this.line.legs.delete(this);
    if (this.active) this.line.active = undefined;
    this.line = line;
    line.legs.add(this);
    line.active = this;
  }

  get active(): boolean {
    return this.line.active === this;
  }

  /** The far side hears hold music: this side holds it, or attends to another leg. */
  get onHold(): boolean {
    return this.held || !this.active || this.phoneHolds;
  }

  /** Hold by the phone itself. A trunk that holds sends its own music, so it is left joined. */
  get phoneHolds(): boolean {
    return this.active && this.line.phoneHolds && this.line.owner.kind === 'endpoint';
  }

  get far(): Leg | undefined {
    return this.conversation.legs.find((leg) => leg !== this);
  }
}

/** A leg that the API can act on. */
export type ActedLeg = Leg & { readonly record: CallRecord };

/** Who sent a party on, until the new party has answered. */
export interface Transferor {
  /** Gets the call back when the new party does not answer. */
  readonly endpointId: string;
  /** Where its phone waits for the outcome, when it was the phone that asked (REFER). */
  readonly line?: CallLine;
  /** Told how the new party does, as the SIP status that a caller would see; the first from 200 on is the last. */
  report?(status: number): void;
}

/** Two parties, or one that waits for the other; more when a group rings, and in a conference. */
export class Conversation {
  trackingId: string;
  /** Number that was dialled first. */
  readonly calledDevice: string;
  readonly arrival: Arrival;
  readonly legs: Leg[] = [];
  transferor: Transferor | undefined;
  /** Takes the digits of a party that talks with the PBX itself. */
  onDigit: ((digit: string) => void) | undefined;
  /** Rings the callee once the maker's own phone was picked up (makeCall). */
  placeCallee: (() => void) | undefined;
  /** Told once when its parties talk with each other. */
  whenTalking: (() => void) | undefined;
  /** Dialled together with the number of the conferences. */
  accessCode: string | undefined;
  /** In place of a far party. */
  attendant: Attendant | undefined;
  /** Where the parties of a conference hear each other. */
  mixer: Mixer | undefined;
  constructor(trackingId: string, calledDevice: string, arrival = beginning) {
    this.trackingId = trackingId;
    this.calledDevice = arrival.calledFirst ?? calledDevice;
    this.arrival = arrival;
  }

  get isConference(): boolean {
    return this.mixer !== undefined;
  }

  /** Of those that can be heard; who rings only is not. */
  get callIds(): string[] {
    return this.legs.flatMap(({ line, record }) => (line.state === 'up' ? (record?.callId ?? []) : []));
  }

  /** It is no conference any more. */
  unmix(): void {
    this.mixer?.close();
    this.mixer = undefined;
  }

  /** The transfer that brought its parties together is over. */
  endTransfer(status: number): Transferor | undefined {
    const { transferor } = this;
    this.transferor = undefined;
    transferor?.report?.(status);
    return transferor;
  }

  remove(leg: Leg): void {
    const index = this.legs.indexOf(leg);
    if (index >= 0) this.legs.splice(index, 1);
  }

  /** Takes over a leg of another conversation. */
  adopt(leg: Leg): void {
    leg.conversation.remove(leg);
    leg.conversation = this;
    this.legs.push(leg);
  }
}
