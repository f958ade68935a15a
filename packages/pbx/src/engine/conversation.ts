import type { Party } from '../calls/call.ts';
import type { CallRecord } from '../calls/call-record.ts';
import type { Diversion } from '../features/forwarding.ts';
import type { Hunt } from '../features/hunt.ts';
import type { Line } from '../lines/line.ts';

/** The line of a party, as the engine sees it. */
export type CallLine = Line<Leg>;

/** One party's part in a conversation. A device line can carry several; a trunk line carries one. */
export class Leg {
  readonly line: CallLine;
  readonly party: Party;
  conversation: Conversation;
  /** The call that the API shows; a party outside has none. */
  readonly record: CallRecord | undefined;
  /** Put on hold by an API action or by a consultation. */
  held = false;
  /** Who has sent the call on until it came here. */
  diversions: readonly Diversion[] = [];
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

/** Two parties, or one that waits for the other. */
export class Conversation {
  trackingId: string;
  /** Number that was dialled first. */
  readonly calledDevice: string;
  readonly legs: Leg[] = [];
  /** Endpoint that gets the call back when the party that was rung for it does not answer (a transferor). */
  recall: string | undefined;
  /** Rings the callee once the maker's own phone was picked up (makeCall). */
  placeCallee: (() => void) | undefined;

  constructor(trackingId: string, calledDevice: string) {
    this.trackingId = trackingId;
    this.calledDevice = calledDevice;
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
