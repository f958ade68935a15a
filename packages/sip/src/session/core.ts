import type { Clock } from '../clock.ts';
import type { Dialog, DialogRequest } from '../dialog/dialog.ts';
import { dialogFlow } from '../dialog/dialog-flow.ts';
import type { Log } from '../log.ts';
import { createResponse, type ResponseOptions } from '../message/create-response.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { MAGIC_COOKIE, type Via } from '../message/via.ts';
import type { Random } from '../random.ts';
import type { TimerValues } from '../transaction/timers.ts';
import type { TransactionTable } from '../transaction/transaction-table.ts';
import type { Flow } from '../transport/flow.ts';
import type { Transports } from '../transport/transports.ts';
import type { SessionTimerOptions } from './session-expires.ts';

/** A request that arrived and waits for our answer. */
export interface IncomingRequest {
  readonly request: SipRequest;
  readonly flow: Flow;
  respond(status: number, reason?: string, o?: Omit<ResponseOptions, 'reason'>): void;
}

/** Who takes the requests of one dialog. */
export interface DialogUser {
  receive(incoming: IncomingRequest): void;
  receiveAck(ack: SipRequest): void;
}

/** What the sessions of one endpoint share. */
export class Core {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly timers: TimerValues;
  readonly transactions: TransactionTable;
  readonly transports: Transports;
  readonly dialogs = new Map<string, DialogUser>();
  readonly userAgent: string;
  readonly contactUser: string | undefined;
  readonly advertisedHost: string | undefined;
  /** Option tags that we support, lower case. */
  readonly extensions: readonly string[];
  /** Undefined: we propose none, and take what the peer proposes. */
  readonly sessionTimer: SessionTimerOptions | undefined;

  constructor(o: {
    clock: Clock;
    log: Log;
    random: Random;
    timers: TimerValues;
    transactions: TransactionTable;
    transports: Transports;
    userAgent: string;
    contactUser: string | undefined;
    advertisedHost: string | undefined;
    extensions: readonly string[];
    sessionTimer: SessionTimerOptions | undefined;
  }) {
    this.clock = o.clock;
    this.log = o.log;
    this.random = o.random;
    this.timers = o.timers;
    this.transactions = o.transactions;
    this.transports = o.transports;
    this.userAgent = o.userAgent;
    this.contactUser = o.contactUser;
    this.advertisedHost = o.advertisedHost;
    this.extensions = o.extensions;
    this.sessionTimer = o.sessionTimer;
  }

  /** A Via with a fresh branch for requests by this flow. */
  via(flow: Flow): Via {
    return {
      transport: flow.transport.toUpperCase(),
      host: this.advertisedHost ?? flow.localAddress,
      port: flow.localPort,
      params: new Map([
        ['rport', ''],
        ['branch', `${MAGIC_COOKIE}${this.random.token()}`],
      ]),
    };
  }

  /** Our Contact, as the peer of this flow reaches us. */
  contact(flow: Flow): string {
    const host = this.advertisedHost ?? flow.localAddress;
    const user = this.contactUser === undefined ? '' : `${this.contactUser}@`;
    const transport = flow.transport === 'udp' ? '' : `;transport=${flow.transport}`;
    return `<sip:${user}${host.includes(':') ? `[${host}]` : host}:${flow.localPort}${transport}>`;
  }

  /** Sends one request of a dialog, other than INVITE, and waits for its final response. */
  request(dialog: Dialog, method: string, o: DialogRequest): Promise<SipResponse> {
    const flow = dialogFlow(dialog, this.transports);
    const contact = this.contact(flow);
    return this.send(dialog.createRequest(method, this.via(flow), { ...o, contact }), flow);
  }

  /** Sends one request other than INVITE. Never throws: 408 and 503 are made here when nothing comes or nothing goes. */
  send(request: SipRequest, flow: Flow): Promise<SipResponse> {
    return new Promise((resolve) => {
      this.transactions.startClient(request, flow, {
        onResponse: (response) => {
          if (response.status >= 200) resolve(response);
        },
        onTimeout: () => resolve(createResponse(request, 408)),
        onTransportError: () => resolve(createResponse(request, 503)),
      });
    });
  }
}
