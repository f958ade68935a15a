import type { Timer } from '../clock.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { writeMessage } from '../message/write-message.ts';
import type { Flow } from '../transport/flow.ts';
import { sixtyFourT1 } from './timers.ts';
import type { TransactionContext } from './transaction-context.ts';
import { type InviteServerState, inviteServerTable, Machine } from './transaction-tables.ts';

export interface InviteServerEvents {
  /** Timer H: our failure was never acknowledged. The transaction is over all the same. */
  onTerminated(): void;
}

/** INVITE server transaction (RFC 3261 section 17.2.1, RFC 6026 section 7.1). */
export class InviteServerTransaction {
  readonly request: SipRequest;
  /** Where responses go (RFC 3261 section 18.2.2, RFC 3581). */
  readonly flow: Flow;
  readonly #context: TransactionContext;
  readonly #events: InviteServerEvents;
  /** Told when nothing is left of the transaction. */
  onEnd: (() => void) | undefined;
  readonly #machine = new Machine<InviteServerState>(inviteServerTable, 'proceeding');
  #last: Buffer | undefined;
  /** G, then I; or L. */
  #timer: Timer | undefined;
  #timerH: Timer | undefined;

  constructor(request: SipRequest, flow: Flow, context: TransactionContext, events: InviteServerEvents) {
    this.request = request;
    this.flow = flow;
    this.#context = context;
    this.#events = events;
  }

  get state(): InviteServerState {
    return this.#machine.state;
  }

  /** A response of the user; one after the final is not sent. */
  respond(response: SipResponse): void {
    if (this.state !== 'proceeding') return;
    this.#last = writeMessage(response);
    this.flow.send(this.#last);
    if (response.status >= 300) this.#complete();
    else if (response.status >= 200) this.#accept();
  }

  /** A retransmission of the INVITE. */
  receiveAgain(): void {
    if ((this.state === 'proceeding' || this.state === 'completed') && this.#last !== undefined)
      this.flow.send(this.#last);
  }

  /** The ACK to our failure. */
  receiveAck(): void {
    if (!this.#machine.go('confirmed')) return;
    this.#cancelTimers();
    this.#last = undefined;
    if (this.flow.reliable) this.#end();
    else this.#timer = this.#context.clock.after(this.#context.timers.t4Ms, () => this.#end());
  }

  close(): void {
    this.#end();
  }

  #accept(): void {
    this.#machine.go('accepted');
    // The session retransmits the 2xx; here it only keeps retransmitted INVITEs away from the user (RFC 6026).
    this.#last = undefined;
    this.#timer = this.#context.clock.after(sixtyFourT1(this.#context.timers), () => this.#end());
  }

  #complete(): void {
    const { clock, timers } = this.#context;
    this.#machine.go('completed');
    this.#timerH = clock.after(sixtyFourT1(timers), () => this.#end());
    if (!this.flow.reliable) this.#armG(timers.t1Ms);
  }

  #armG(ms: number): void {
    const { clock, timers } = this.#context;
    this.#timer = clock.after(ms, () => {
      if (this.#last !== undefined) this.flow.send(this.#last);
      this.#armG(Math.min(ms * 2, timers.t2Ms));
    });
  }

  #end(): void {
    if (!this.#machine.go('terminated')) return;
    this.#cancelTimers();
    this.#last = undefined;
    this.#events.onTerminated();
    this.onEnd?.();
  }

  #cancelTimers(): void {
    this.#timer?.cancel();
    this.#timerH?.cancel();
    this.#timer = undefined;
    this.#timerH = undefined;
  }
}
