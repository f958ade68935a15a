import {
  causeIn,
  type Dialog,
  type IncomingInvite,
  type IncomingRequest,
  type InviteSession,
  type Log,
  type SipResponse,
  type Timer,
} from '@cordboard/sip';
import type { AudioProtection, MediaSession } from '../media/index.ts';
import { type Branch, ELSEWHERE, Fork } from './fork.ts';
import { type LineState, lineTransitions } from './line-transitions.ts';
import { Patch } from './patch.ts';

/** The trunk of a call in is known; a call out finds one on its way. */
export type LineOwner =
  | { readonly kind: 'endpoint'; readonly endpointId: string }
  | { readonly kind: 'trunk'; readonly trunkId?: string };

/**
 * Why a line came to its end that the engine did not end. takenElsewhere: cancelled because somebody has the call
 * outside; lost: the peer is gone; mediaLost: our own audio is.
 */
export type LineEnd = 'cancelled' | 'takenElsewhere' | 'hungUp' | 'lost' | 'mediaLost';

/** What a line tells the engine. After `failed` or `ended` it tells nothing more. */
export interface LineEvents<Leg> {
  /** A device of a dialled party alerts. Told for each 18x. */
  ringing(line: Line<Leg>, branch: Branch): void;
  /** A dialled party answered; its media is connected. */
  answered(line: Line<Leg>): void;
  /** A dialled party will not answer. */
  failed(line: Line<Leg>, status: number): void;
  /** The party cancelled its INVITE, hung up, or is gone. */
  ended(line: Line<Leg>, why: LineEnd): void;
  /** The phone put its side on hold or took it back by re-INVITE. */
  phoneHold(line: Line<Leg>): void;
  /** It uses Opus no longer, or again. */
  codecChanged(line: Line<Leg>): void;
  /** A request came inside the dialog that is none of SIP's own. It must be answered. */
  asked(line: Line<Leg>, incoming: IncomingRequest): void;
}

const SDP = 'application/sdp';

/**
 * One party's connection to the PBX: a SIP dialog (or the INVITEs that may become one) and its media session. It may
 * carry several legs, of which one is active and has the media; what the legs are is the engine's business.
 */
export class Line<Leg> {
  readonly owner: LineOwner;
  readonly media: MediaSession;
  readonly patch: Patch;
  readonly legs = new Set<Leg>();
  active: Leg | undefined;
  /** Heard when no leg is active: tells a person that the consulted party is gone. */
  idleTone: 'busy' | undefined;
  /** The party's own hold, by re-INVITE. */
  phoneHolds = false;
  /** Stays up without a leg: its phone waits for the outcome of the transfer that it asked for. */
  parked = false;
  /** Contact of the device, once one is chosen. */
  contact: string | undefined;
  /** Cancelled when the line comes up or ends. */
  readonly ringTimers: Timer[] = [];
  keepAlive: Timer | undefined;
  /** A dialled party sends audio before it answers; a waiting one has been told where it is heard (RFC 3960). */
  #early = false;
  #state: LineState = 'offered';
  #invite: IncomingInvite | undefined;
  #sdpOffer: string | undefined;
  #sdpAnswer: string | undefined;
  #usedOpus = false;
  /** Our offer of G.711 alone is under way. */
  #leavesOpus = false;
  #protection: AudioProtection = 'plain';
  /** Number that the party sees. */
  #shown: string | undefined;
  #fork: Fork | undefined;
  #redirectTo: string | undefined;
  #session: InviteSession | undefined;
  /** Our last 200 carried the offer: the answer comes in its ACK. */
  #awaitsAnswer = false;
  readonly #waiters: (() => void)[] = [];
  readonly #events: LineEvents<Leg>;
  readonly #log: Log;
  readonly #closed: (line: Line<Leg>) => void;

  constructor(o: {
    owner: LineOwner;
    media: MediaSession;
    events: LineEvents<Leg>;
    log: Log;
    closed: (line: Line<Leg>) => void;
  }) {
    this.owner = o.owner;
    this.media = o.media;
    this.patch = new Patch(o.media);
    this.#events = o.events;
    this.#log = o.log;
    this.#closed = o.closed;
    o.media.onLost(() => this.lost('mediaLost'));
    o.media.onPeerLost(() => this.lost());
  }

  get state(): LineState {
    return this.#state;
  }

  /** Can the party be heard, or hear, before the answer? */
  get early(): boolean {
    return this.#early && (this.#state === 'offered' || this.#state === 'dialling');
  }

  /** Can it hear and say Opus, as far as is known? The trunk is left alone with it: it would have to understand it for others. */
  get opus(): boolean {
    if (this.owner.kind === 'trunk') return false;
    if (this.#state === 'up') return this.media.usesOpus && !this.#leavesOpus;
    return this.#state === 'offered' && !this.#early && this.#sdpOffer !== undefined && this.media.knowsOpus;
  }

  /** Number that the party's device has sent the call on to (3xx). */
  get redirectTo(): string | undefined {
    return this.#redirectTo;
  }

  get fork(): Fork | undefined {
    return this.#fork;
  }

  get session(): InviteSession | undefined {
    return this.#session;
  }

  /** The dialogs that it has with its party: several while more than one device of it rings. */
  get dialogs(): Dialog[] {
    const one = this.#session?.dialog ?? (this.#state === 'offered' ? this.#invite?.dialog : undefined);
    if (one !== undefined) return [one];
    return (this.#fork?.branches ?? []).flatMap(({ early }) => early?.dialog ?? []);
  }

  /**
   * Takes the party's INVITE. Without an offer ours, with this protection, goes into the 200.
   * @throws IncompatibleMedia; it is taken then too
   */
  receive(invite: IncomingInvite, protection: AudioProtection): void {
    this.#invite = invite;
    this.#protection = protection;
    invite.onCancelled((by) => {
      const taken = by !== undefined && causeIn(by.headers, 'SIP') === 200;
      if (this.#end()) this.#events.ended(this, taken ? 'takenElsewhere' : 'cancelled');
    });
    const offer = invite.request.body;
    if (offer.length === 0) return;
    this.#sdpOffer = offer.toString();
    this.#sdpAnswer = this.media.answer(this.#sdpOffer);
  }

  /** Watches INVITEs that were sent with this line's offer. */
  dial(invites: ConstructorParameters<typeof Fork>[0]): void {
    this.#state = 'dialling';
    this.#fork = new Fork(invites, {
      onRinging: (branch, response) => {
        this.#listen(response.body);
        this.#events.ringing(this, branch);
      },
      onAnswered: (branch, session) => this.#answered(branch, session),
      onFailed: (status, redirectTo) => {
        this.#redirectTo = redirectTo;
        if (this.#end()) this.#events.failed(this, status);
      },
    });
  }

  /**
   * Whom the party sees; told when it is another one than before (RFC 3325; RFC 4916 section 3.1 would change From,
   * which few phones take). The trunk is not told: it bills by whom it knows.
   */
  show(number: string, identity: () => string): void {
    const before = this.#shown ?? number;
    if (before === number || this.#state !== 'up') {
      this.#shown = before;
      return;
    }
    this.#shown = number;
    if (this.owner.kind !== 'endpoint') return;
    const told = this.#session?.tell({ 'P-Asserted-Identity': identity() });
    told?.then(
      (response) => this.#follow(response),
      (error: unknown) => this.#log.warn({ err: error }, 'A phone was not told whom it talks to'),
    );
  }

  /** The telephones stop ringing, for another party has the call; the line is to be released. */
  lose(): void {
    if (this.#state === 'dialling') this.#fork?.cancel(ELSEWHERE);
  }

  /** Provisional answer to a party that waits. */
  ring(status: 180 | 181): void {
    if (this.#state === 'offered') this.#invite?.ring(status);
  }

  /** Lets a party that waits hear what there is to hear before the answer; one without an offer cannot. */
  hearEarly(): void {
    if (this.#state !== 'offered' || this.#early || this.#sdpAnswer === undefined) return;
    this.#early = true;
    this.#invite?.ring(183, { body: this.#sdpAnswer });
  }

  /** Answers a party that waits with 200. `opus`: it will talk with somebody who has Opus too. */
  answer({ opus = false } = {}): void {
    const useOpus = opus && this.opus;
    if (this.#invite === undefined || !this.#go('up')) return;
    if (useOpus && this.#sdpOffer !== undefined) this.#sdpAnswer = this.media.answer(this.#sdpOffer, { opus });
    const body = this.#sdpAnswer ?? this.media.offer({}, this.#protection);
    this.#hold(this.#invite.answer({ body, contentType: SDP }), this.#sdpAnswer === undefined);
  }

  /** What it says has to be understood by somebody who has no Opus. Nothing happens when it says G.711 already. */
  useG711(): void {
    if (this.#state !== 'up' || !this.media.usesOpus || this.#leavesOpus) return;
    this.#leavesOpus = true;
    const asked = this.#session?.reinvite(() => this.media.offerG711());
    asked
      ?.then((response) => {
        this.#leavesOpus = false;
        if (response.status >= 300) this.#log.warn({ status: response.status }, 'A phone did not change to G.711');
        this.#follow(response);
      })
      .catch((error: unknown) => this.#log.warn({ err: error }, 'A phone did not change to G.711'));
  }

  /** Resolves when the phone's hold changes or the line ends. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Ends the line from our side; `status` answers an INVITE that still waits. Nothing is told any more. */
  release(status = 480, headers: Readonly<Record<string, string>> = {}): void {
    const was = this.#state;
    if (this.#end()) this.#leave(was, status, headers);
  }

  /** Ends the line because it cannot go on, and tells why. */
  lost(why: LineEnd = 'lost'): void {
    const was = this.#state;
    if (!this.#end()) return;
    this.#leave(was, 503);
    this.#events.ended(this, why);
  }

  /** The first announcement stays until somebody answers, for several may be under way after a fork behind the trunk. */
  #listen(body: Buffer): void {
    if (this.#early || body.length === 0 || this.owner.kind !== 'trunk') return;
    try {
      this.media.accept(body.toString());
      this.#early = true;
    } catch (error) {
      this.#log.info({ err: error }, 'Early audio cannot be used');
    }
  }

  #leave(was: LineState, status: number, headers: Readonly<Record<string, string>> = {}): void {
    if (was === 'offered') this.#invite?.reject(status, undefined, headers);
    if (was === 'dialling') this.#fork?.cancel();
    if (was === 'up') this.#session?.bye();
  }

  #answered(branch: Branch, session: InviteSession): void {
    const early = branch.earlyBodies.get(session.dialog.remoteTag);
    const body = session.initialRemoteBody.length > 0 ? session.initialRemoteBody : early;
    try {
      this.media.accept((body ?? Buffer.alloc(0)).toString());
    } catch (error) {
      // RFC 3261 13.2.2.4: a 200 whose answer cannot be used is acknowledged and then hung up.
      this.#log.info({ err: error }, 'The answer of a device has no usable media');
      session.bye();
      if (this.#end()) this.#events.failed(this, 488);
      return;
    }
    this.contact = branch.contact?.contact;
    if (!this.#go('up')) return;
    this.#hold(session, false);
    this.#events.answered(this);
  }

  #hold(session: InviteSession, offered: boolean): void {
    this.#session = session;
    this.#cancelRingTimers();
    this.#awaitsAnswer = offered;
    this.#usedOpus = this.media.usesOpus;
    session.onAckBody((body) => this.#acceptAck(body));
    session.onReinvite((offer) => this.#reinvited(offer));
    session.onRequest((incoming) => this.#events.asked(this, incoming));
    session.onEnded((cause) => {
      if (!this.#end()) return;
      this.#events.ended(this, cause === 'bye' ? 'hungUp' : 'lost');
    });
  }

  /** The answer to an offer that went out in our 200 (RFC 3261 section 13.2.2.4). */
  #acceptAck(body: Buffer): void {
    if (!this.#awaitsAnswer) return;
    this.#awaitsAnswer = false;
    try {
      this.media.accept(body.toString());
      this.#followMedia();
    } catch (error) {
      this.#log.info({ err: error }, 'The answer in an ACK has no usable media');
      this.lost();
    }
  }

  #reinvited(offer: Buffer | undefined): { body: string } | { reject: number } {
    if (this.#state !== 'up') return { reject: 481 };
    this.#awaitsAnswer = offer === undefined;
    if (offer === undefined) return { body: this.media.offer() };
    try {
      const body = this.media.answer(offer.toString());
      this.#followMedia();
      return { body };
    } catch {
      return { reject: 488 };
    }
  }

  /** A phone may use the occasion to move its audio. */
  #follow(response: SipResponse | undefined): void {
    if (this.#state !== 'up' || response === undefined || response.status >= 300 || response.body.length === 0) return;
    this.media.accept(response.body.toString());
    this.#followMedia();
  }

  #followMedia(): void {
    this.#followDirection();
    if (this.media.usesOpus === this.#usedOpus) return;
    this.#usedOpus = this.media.usesOpus;
    this.#events.codecChanged(this);
  }

  /** Reads from the media direction whether the phone holds. */
  #followDirection(): void {
    const holds = this.media.remoteDirection === 'sendonly' || this.media.remoteDirection === 'inactive';
    if (holds === this.phoneHolds) return;
    this.phoneHolds = holds;
    this.#events.phoneHold(this);
    this.#wake();
  }

  #go(to: LineState): boolean {
    if (!lineTransitions[this.#state].includes(to)) return false;
    this.#state = to;
    return true;
  }

  #end(): boolean {
    if (!this.#go('ended')) return false;
    this.#cancelRingTimers();
    this.keepAlive?.cancel();
    this.patch.clear();
    this.media.close();
    this.#closed(this);
    this.#wake();
    return true;
  }

  #wake(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #cancelRingTimers(): void {
    for (const timer of this.ringTimers.splice(0)) timer.cancel();
  }
}
