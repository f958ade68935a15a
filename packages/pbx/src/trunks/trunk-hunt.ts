import type { HeaderFields, OutgoingInvite, SipResponse, Timer } from '@cordboard/sip';
import type { Deadlines } from '../deadlines.ts';
import type { OutgoingCall } from './outgoing-call.ts';
import { trunkFailure } from './trunk-failures.ts';

/** One trunk that a call may try. */
export interface HuntTrunk {
  readonly trunkId: string;
  /** May it take one call more? Asked when its turn comes. */
  hasRoom(): boolean;
  /** @throws when it cannot be sent */
  send(): OutgoingInvite;
  /** It failed in a way that will meet the next call, too. */
  failed(status: number, response: SipResponse | undefined): void;
  worked(): void;
}

export interface HuntTimings {
  /** Nothing came back at all: the next trunk's turn. In milliseconds. */
  readonly silenceMs: number;
  /** No telephone rings yet: the next trunk's turn, or the end. In milliseconds. */
  readonly timeoutMs: number;
}

/** All trunks are full, or there is none: the caller hears congestion. */
const NO_ROOM = 500;
const SILENT = 408;
/** Stands for a peer that took the INVITE and then said nothing. */
const PEER_SILENT = 504;

type Provisional = Parameters<OutgoingCall['onProvisional']>[0];
type Answered = Parameters<OutgoingCall['onAnswered']>[0];
type Failed = Parameters<OutgoingCall['onFailed']>[0];

/**
 * One call that tries trunks in their order until one takes it. To its line it is a single INVITE: the caller goes on
 * hearing it ring, and the API shows one call.
 */
export class TrunkHunt implements OutgoingCall {
  readonly #trunks: readonly HuntTrunk[];
  readonly #timings: HuntTimings;
  readonly #deadlines: Deadlines;
  #next = 0;
  #trunk: HuntTrunk | undefined;
  #invite: OutgoingInvite | undefined;
  #alerted = false;
  #over = false;
  #lastStatus = NO_ROOM;
  #timers: Timer[] = [];
  #onProvisional: Provisional | undefined;
  #onAnswered: Answered | undefined;
  #onFailed: Failed | undefined;

  constructor(trunks: readonly HuntTrunk[], timings: HuntTimings, deadlines: Deadlines) {
    this.#trunks = trunks;
    this.#timings = timings;
    this.#deadlines = deadlines;
    this.#try();
  }

  get trunkId(): string | undefined {
    return this.#trunk?.trunkId;
  }

  onProvisional(handler: Provisional): void {
    this.#onProvisional = handler;
  }

  onAnswered(handler: Answered): void {
    this.#onAnswered = handler;
  }

  onFailed(handler: Failed): void {
    this.#onFailed = handler;
  }

  cancel(headers?: HeaderFields): void {
    this.#over = true;
    this.#clearTimers();
    this.#invite?.cancel(headers);
  }

  #try(): void {
    const trunk = this.#trunks.slice(this.#next).find((one) => one.hasRoom());
    if (trunk === undefined) {
      // In a turn of its own: the line sets its handlers after it got the call.
      queueMicrotask(() => this.#fail(this.#lastStatus, 'No trunk', undefined));
      return;
    }
    this.#next = this.#trunks.indexOf(trunk) + 1;
    this.#trunk = trunk;
    this.#alerted = false;
    try {
      this.#watch(trunk, trunk.send());
    } catch {
      this.#lastStatus = 503;
      trunk.failed(503, undefined);
      this.#try();
    }
  }

  #watch(trunk: HuntTrunk, invite: OutgoingInvite): void {
    this.#invite = invite;
    const mine = () => this.#invite === invite;
    invite.onProvisional((response, early) => {
      if (!mine()) return;
      if (response.status > 100) this.#rings(trunk);
      this.#onProvisional?.(response, early);
    });
    invite.onAnswered((session, response) => {
      if (!mine()) return;
      this.#rings(trunk);
      this.#over = true;
      this.#onAnswered?.(session, response);
    });
    invite.onFailed((status, reason, response) => {
      if (mine()) this.#failed(trunk, { status, reason, response });
    });
    const { silenceMs, timeoutMs } = this.#timings;
    const giveUp = (status: number) => {
      this.#invite = undefined;
      invite.cancel();
      this.#failed(trunk, { status, reason: 'Timeout', response: undefined });
    };
    this.#clearTimers();
    this.#timers = [this.#deadlines.after(timeoutMs, () => giveUp(PEER_SILENT))];
    const unheard = () => {
      if (!invite.heard && this.#hasAnother()) giveUp(SILENT);
    };
    this.#timers.push(this.#deadlines.after(silenceMs, unheard));
  }

  #rings(trunk: HuntTrunk): void {
    if (!this.#alerted) trunk.worked();
    this.#alerted = true;
    this.#clearTimers();
  }

  #failed(trunk: HuntTrunk, o: { status: number; reason: string; response: SipResponse | undefined }): void {
    this.#clearTimers();
    // After a cancel the 487 says nothing about the trunk.
    if (this.#over) {
      this.#onFailed?.(o.status, o.reason, o.response);
      return;
    }
    const { next, rests } = trunkFailure(o.status, this.#alerted);
    if (rests) trunk.failed(o.status, o.response);
    else trunk.worked();
    this.#lastStatus = o.status;
    if (next && this.#hasAnother()) this.#try();
    else this.#fail(o.status, o.reason, o.response);
  }

  #hasAnother(): boolean {
    return this.#trunks.slice(this.#next).some((trunk) => trunk.hasRoom());
  }

  #fail(status: number, reason: string, response: SipResponse | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#onFailed?.(status, reason, response);
  }

  #clearTimers(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
  }
}
