import type { Timer } from '../clock.ts';
import { SipHeaders } from '../message/headers.ts';
import { noBody, type SipRequest, type SipResponse } from '../message/message.ts';
import { writeMessage } from '../message/write-message.ts';
import type { Flow } from '../transport/flow.ts';
import { sixtyFourT1 } from './timers.ts';
import type { TransactionContext } from './transaction-context.ts';
import { type InviteClientState, inviteClientTable, Machine } from './transaction-tables.ts';

export interface InviteClientEvents {
  onResponse(response: SipResponse): void;
  /** Timer B: nobody answered. */
  onTimeout(): void;
  onTransportError(): void;
  onTerminated(): void;
}

/** INVITE client transaction (RFC 3261 section 17.1.1, RFC 6026 section 7.2). */
export class InviteClientTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly #context: TransactionContext;
  readonly #events: InviteClientEvents;
  readonly #machine = new Machine<InviteClientState>(inviteClientTable, 'calling');
  #bytes: Buffer | undefined;
  #ack: Buffer | undefined;
  /** A while calling; then D or M. */
  #timer: Timer | undefined;
  #timerB: Timer | undefined;

  constructor(request: SipRequest, flow: Flow, context: TransactionContext, events: InviteClientEvents) {
    this.request = request;
    this.flow = flow;
    this.#context = context;
    this.#events = events;
  }

  get state(): InviteClientState {
    return this.#machine.state;
  }

  start(): void {
    const { clock, timers } = this.#context;
    this.#bytes = writeMessage(this.request);
    this.#timerB = clock.after(sixtyFourT1(timers), () => this.#end('timeout'));
    if (!this.flow.reliable) this.#armA(timers.t1Ms);
    this.#send(this.#bytes);
  }

  receive(response: SipResponse): void {
    const { status } = response;
    if (status < 200) this.#provisional(response);
    else if (status < 300) this.#accepted(response);
    else this.#failed(response);
  }

  /** Ends as if the transport had failed: who waits must not wait for ever. */
  close(): void {
    this.#end('transport');
  }

  #provisional(response: SipResponse): void {
    if (this.state === 'calling') {
      this.#machine.go('proceeding');
      this.#cancelTimers();
      this.#bytes = undefined;
    }
    if (this.state === 'proceeding') this.#events.onResponse(response);
  }

  #accepted(response: SipResponse): void {
    if (this.#machine.go('accepted')) {
      this.#cancelTimers();
      this.#bytes = undefined;
      this.#timer = this.#context.clock.after(sixtyFourT1(this.#context.timers), () => this.#end(undefined));
    }
    // Retransmitted and forked 2xx pass up while in `accepted` (RFC 6026).
    if (this.state === 'accepted') this.#events.onResponse(response);
  }

  #failed(response: SipResponse): void {
    if (this.state === 'completed' && this.#ack !== undefined) {
      this.#send(this.#ack);
      return;
    }
    if (!this.#machine.go('completed')) return;
    this.#cancelTimers();
    this.#bytes = undefined;
    this.#ack = writeMessage(ackOf(this.request, response));
    this.#send(this.#ack);
    const { clock, timers } = this.#context;
    // Timer D: at least 32 s on UDP, none on a reliable transport.
    if (this.flow.reliable) this.#end(undefined);
    else this.#timer = clock.after(sixtyFourT1(timers), () => this.#end(undefined));
    this.#events.onResponse(response);
  }

  #armA(ms: number): void {
    this.#timer = this.#context.clock.after(ms, () => {
      if (this.#bytes !== undefined) this.#send(this.#bytes);
      this.#armA(ms * 2);
    });
  }

  #send(bytes: Buffer): void {
    this.flow.send(bytes, () => {
      if (this.state === 'calling') this.#end('transport');
    });
  }

  #end(why: 'timeout' | 'transport' | undefined): void {
    if (!this.#machine.go('terminated')) return;
    this.#cancelTimers();
    this.#bytes = undefined;
    this.#ack = undefined;
    if (why === 'timeout') this.#events.onTimeout();
    if (why === 'transport') this.#events.onTransportError();
    this.#events.onTerminated();
  }

  #cancelTimers(): void {
    this.#timer?.cancel();
    this.#timerB?.cancel();
    this.#timer = undefined;
    this.#timerB = undefined;
  }
}

/** The ACK to a failure, which belongs to the transaction (RFC 3261 section 17.1.1.3). */
function ackOf(invite: SipRequest, response: SipResponse): SipRequest {
  const headers = new SipHeaders();
  headers.add('Via', invite.headers.get('via') ?? '');
  for (const route of invite.headers.all('route')) headers.add('Route', route);
  headers.add('From', invite.headers.get('from') ?? '');
  headers.add('To', response.headers.get('to') ?? '');
  headers.add('Call-ID', invite.head.callId);
  headers.add('CSeq', `${invite.head.cseq.number} ACK`);
  headers.add('Max-Forwards', '70');
  const head = { ...invite.head, to: response.head.to, cseq: { number: invite.head.cseq.number, method: 'ACK' } };
  return { kind: 'request', method: 'ACK', uri: invite.uri, headers, body: noBody, head };
}
