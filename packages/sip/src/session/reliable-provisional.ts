import type { Timer } from '../clock.ts';
import { createResponse, type ResponseOptions } from '../message/create-response.ts';
import type { SipRequest } from '../message/message.ts';
import type { InviteServerTransaction } from '../transaction/invite-server.ts';
import { sixtyFourT1 } from '../transaction/timers.ts';
import type { Core } from './core.ts';

interface Provisional {
  readonly status: number;
  readonly options: ResponseOptions;
}

/** Our provisional responses that the caller must acknowledge by PRACK, one after the other (RFC 3262 section 3). */
export class ReliableProvisional {
  readonly #core: Core;
  readonly #invite: SipRequest;
  readonly #transaction: InviteServerTransaction;
  readonly #unacknowledged: () => void;
  readonly #waiting: Provisional[] = [];
  #rseq: number;
  #sent: Provisional | undefined;
  #repeat: Timer | undefined;
  #limit: Timer | undefined;
  #afterwards: (() => void) | undefined;

  /** `unacknowledged`: told when no PRACK came for 64*T1. */
  constructor(core: Core, invite: SipRequest, transaction: InviteServerTransaction, unacknowledged: () => void) {
    this.#core = core;
    this.#invite = invite;
    this.#transaction = transaction;
    this.#unacknowledged = unacknowledged;
    // Section 3: any value from 1 to 2^31 - 1, with room to count on.
    this.#rseq = 1 + Math.floor(core.random.number() * 1_000_000);
  }

  /** Sends it, or keeps it until the one before has been acknowledged. */
  send(one: Provisional): void {
    if (this.#sent === undefined) this.#start(one);
    else this.#waiting.push(one);
  }

  /** A 2xx must not overtake a session description that was not acknowledged yet (section 3). */
  afterDescription(work: () => void): void {
    if (this.#sent === undefined || (this.#sent.options.body?.length ?? 0) === 0) work();
    else this.#afterwards = work;
  }

  /** Takes a PRACK; false when it acknowledges nothing of ours. */
  acknowledge(prack: SipRequest): boolean {
    const [rseq, cseq, method] = (prack.headers.get('rack') ?? '').trim().split(/\s+/);
    const ours = Number(rseq) === this.#rseq && Number(cseq) === this.#invite.head.cseq.number && method === 'INVITE';
    if (!ours || this.#sent === undefined) return false;
    this.#stopTimers();
    this.#sent = undefined;
    const next = this.#waiting.shift();
    const work = this.#afterwards;
    this.#afterwards = undefined;
    if (work !== undefined) work();
    else if (next !== undefined) this.#start(next, this.#rseq + 1);
    return true;
  }

  /** A final response has gone out: nothing is repeated any more, a PRACK may still come. */
  stop(): void {
    this.#stopTimers();
    this.#waiting.length = 0;
  }

  #start(one: Provisional, rseq = this.#rseq): void {
    this.#rseq = rseq;
    this.#sent = one;
    this.#limit = this.#core.clock.after(sixtyFourT1(this.#core.timers), () => {
      this.stop();
      // Its 200 will not be acknowledged either, and ends what is left.
      this.#afterwards?.();
      this.#unacknowledged();
    });
    this.#transmit(this.#core.timers.t1Ms);
  }

  // Section 3: doubled without the limit of T2.
  #transmit(ms: number): void {
    const { status, options } = this.#sent as Provisional;
    const fields = Array.isArray(options.headers) ? options.headers : Object.entries(options.headers ?? {});
    const headers = [...fields, ['Require', '100rel'], ['RSeq', String(this.#rseq)]] as const;
    this.#transaction.respond(createResponse(this.#invite, status, { ...options, headers }));
    this.#repeat = this.#core.clock.after(ms, () => this.#transmit(ms * 2));
  }

  #stopTimers(): void {
    this.#repeat?.cancel();
    this.#limit?.cancel();
  }
}
