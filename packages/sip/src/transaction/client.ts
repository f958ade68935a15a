import type { Timer } from '../clock.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { writeMessage } from '../message/write-message.ts';
import type { Flow } from '../transport/flow.ts';
import { sixtyFourT1 } from './timers.ts';
import type { TransactionContext } from './transaction-context.ts';
import { type ClientState, clientTable, Machine } from './transaction-tables.ts';

export interface ClientEvents {
  /** A provisional response, or the one final response. */
  onResponse(response: SipResponse): void;
  /** Timer F: nobody answered. */
  onTimeout(): void;
  onTransportError(): void;
  onTerminated(): void;
}

/** Client transaction of every method but INVITE (RFC 3261 section 17.1.2). */
export class ClientTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly #context: TransactionContext;
  readonly #events: ClientEvents;
  readonly #machine = new Machine<ClientState>(clientTable, 'trying');
  #bytes: Buffer | undefined;
  /** E while unanswered, then K. */
  #timer: Timer | undefined;
  #timerF: Timer | undefined;

  constructor(request: SipRequest, flow: Flow, context: TransactionContext, events: ClientEvents) {
    this.request = request;
    this.flow = flow;
    this.#context = context;
    this.#events = events;
  }

  get state(): ClientState {
    return this.#machine.state;
  }

  start(): void {
    const { clock, timers } = this.#context;
    this.#bytes = writeMessage(this.request);
    this.#timerF = clock.after(sixtyFourT1(timers), () => this.#end('timeout'));
    if (!this.flow.reliable) this.#armE(timers.t1Ms);
    this.#send();
  }

  receive(response: SipResponse): void {
    if (response.status < 200) {
      if (this.state === 'trying') this.#machine.go('proceeding');
      if (this.state === 'proceeding') this.#events.onResponse(response);
      return;
    }
    if (!this.#machine.go('completed')) return;
    this.#cancelTimers();
    this.#bytes = undefined;
    // Timer K absorbs retransmitted responses.
    if (this.flow.reliable) this.#end(undefined);
    else this.#timer = this.#context.clock.after(this.#context.timers.t4Ms, () => this.#end(undefined));
    this.#events.onResponse(response);
  }

  /** Ends as if the transport had failed: who waits must not wait for ever. */
  close(): void {
    this.#end('transport');
  }

  #armE(ms: number): void {
    const { clock, timers } = this.#context;
    this.#timer = clock.after(ms, () => {
      this.#send();
      // Once a provisional came, every T2 (section 17.1.2.2).
      this.#armE(this.state === 'proceeding' ? timers.t2Ms : Math.min(ms * 2, timers.t2Ms));
    });
  }

  #send(): void {
    if (this.#bytes === undefined) return;
    this.flow.send(this.#bytes, () => {
      if (this.state === 'trying' || this.state === 'proceeding') this.#end('transport');
    });
  }

  #end(why: 'timeout' | 'transport' | undefined): void {
    if (!this.#machine.go('terminated')) return;
    this.#cancelTimers();
    this.#bytes = undefined;
    if (why === 'timeout') this.#events.onTimeout();
    if (why === 'transport') this.#events.onTransportError();
    this.#events.onTerminated();
  }

  #cancelTimers(): void {
    this.#timer?.cancel();
    this.#timerF?.cancel();
    this.#timer = undefined;
    this.#timerF = undefined;
  }
}
