import type { Timer } from '../clock.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { writeMessage } from '../message/write-message.ts';
import type { Flow } from '../transport/flow.ts';
import { sixtyFourT1 } from './timers.ts';
import type { TransactionContext } from './transaction-context.ts';
import { Machine, type ServerState, serverTable } from './transaction-tables.ts';

const challenges: ReadonlySet<number> = new Set([401, 407]);

/** Server transaction of every method but INVITE and ACK (RFC 3261 section 17.2.2). */
export class ServerTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly #context: TransactionContext;
  readonly #terminated: () => void;
  readonly #machine = new Machine<ServerState>(serverTable, 'trying');
  #last: Buffer | undefined;
  #timerJ: Timer | undefined;

  constructor(request: SipRequest, flow: Flow, context: TransactionContext, terminated: () => void) {
    this.request = request;
    this.flow = flow;
    this.#context = context;
    this.#terminated = terminated;
  }

  get state(): ServerState {
    return this.#machine.state;
  }

  /** A response of the user; one after the final is not sent. */
  respond(response: SipResponse): void {
    if (this.state !== 'trying' && this.state !== 'proceeding') return;
    this.#last = writeMessage(response);
    this.flow.send(this.#last);
    if (response.status < 200) {
      this.#machine.go('proceeding');
      return;
    }
    this.#machine.go('completed');
    // Who is asked for credentials is nobody yet, and takes no room (section 26.3.2.4): a repetition is asked anew.
    if (this.flow.reliable || challenges.has(response.status)) this.#end();
    else this.#timerJ = this.#context.clock.after(sixtyFourT1(this.#context.timers), () => this.#end());
  }

  /** A retransmission of the request. */
  receiveAgain(): void {
    if (this.#last !== undefined) this.flow.send(this.#last);
  }

  close(): void {
    this.#end();
  }

  #end(): void {
    if (!this.#machine.go('terminated')) return;
    this.#timerJ?.cancel();
    this.#last = undefined;
    this.#terminated();
  }
}
