import type { Clock } from '../clock.ts';
import { fromTag, type SipRequest, type SipResponse } from '../message/message.ts';
import { MAGIC_COOKIE } from '../message/via.ts';
import type { Flow } from '../transport/flow.ts';
import { type ClientEvents, ClientTransaction } from './client.ts';
import { type InviteClientEvents, InviteClientTransaction } from './invite-client.ts';
import { InviteServerTransaction } from './invite-server.ts';
import { ServerTransaction } from './server.ts';
import type { TimerValues } from './timers.ts';
import type { TransactionContext } from './transaction-context.ts';

type AnyClient = ClientTransaction | InviteClientTransaction;
type AnyServer = ServerTransaction | InviteServerTransaction;

/** All live transactions, found by the keys of RFC 3261 sections 17.1.3 and 17.2.3. */
export class TransactionTable {
  readonly #context: TransactionContext;
  readonly #clients = new Map<string, AnyClient>();
  readonly #servers = new Map<string, AnyServer>();
  /** Call-ID, From tag and CSeq of requests outside dialogs: finds merged ones (section 8.2.2.2). */
  readonly #merges = new Map<string, string>();
  /** Servers by where their requests came from. */
  readonly #byAddress = new Map<string, number>();
  #closed = false;

  constructor(clock: Clock, timers: TimerValues) {
    this.#context = { clock, timers };
  }

  get size(): number {
    return this.#clients.size + this.#servers.size;
  }

  get serverCount(): number {
    return this.#servers.size;
  }

  /** Server transactions of what came from this address. */
  serverCountOf(address: string): number {
    return this.#byAddress.get(address) ?? 0;
  }

  startClient(request: SipRequest, flow: Flow, events: Omit<ClientEvents, 'onTerminated'>): ClientTransaction {
    const key = clientKey(request);
    const onTerminated = () => this.#clients.delete(key);
    const transaction = new ClientTransaction(request, flow, this.#context, { ...bound(events), onTerminated });
    this.#begin(key, transaction);
    return transaction;
  }

  startInviteClient(
    request: SipRequest,
    flow: Flow,
    events: Omit<InviteClientEvents, 'onTerminated'>,
  ): InviteClientTransaction {
    const key = clientKey(request);
    const onTerminated = () => this.#clients.delete(key);
    const transaction = new InviteClientTransaction(request, flow, this.#context, { ...bound(events), onTerminated });
    this.#begin(key, transaction);
    return transaction;
  }

  startServer(request: SipRequest, flow: Flow): ServerTransaction {
    const key = serverKey(request, request.method);
    const transaction: ServerTransaction = new ServerTransaction(request, flow, this.#context, () =>
      this.#forget(key, transaction),
    );
    this.#remember(key, transaction);
    return transaction;
  }

  startInviteServer(request: SipRequest, flow: Flow): InviteServerTransaction {
    const key = serverKey(request, 'INVITE');
    const onTerminated = () => this.#forget(key, transaction);
    const transaction: InviteServerTransaction = new InviteServerTransaction(request, flow, this.#context, {
      onTerminated,
    });
    this.#remember(key, transaction);
    return transaction;
  }

  /** The transaction that a response belongs to; undefined: a stray one. */
  client(response: SipResponse): AnyClient | undefined {
    const branch = response.head.via.params.get('branch');
    return branch === undefined ? undefined : this.#clients.get(`${branch} ${response.head.cseq.method}`);
  }

  /** The transaction that a request repeats, or whose failure an ACK acknowledges. */
  server(request: SipRequest): AnyServer | undefined {
    return this.#servers.get(serverKey(request, request.method === 'ACK' ? 'INVITE' : request.method));
  }

  /** The INVITE that a CANCEL is about (section 9.2). */
  cancelled(cancel: SipRequest): InviteServerTransaction | undefined {
    const found = this.#servers.get(serverKey(cancel, 'INVITE'));
    return found instanceof InviteServerTransaction ? found : undefined;
  }

  /** Has the same request come here by another way (section 8.2.2.2)? */
  isMerged(request: SipRequest): boolean {
    const other = this.#merges.get(mergeKey(request));
    return other !== undefined && other !== serverKey(request, request.method);
  }

  /** Nothing will come any more by this connection: what waits for an answer fails (RFC 3261 section 17.1.4). */
  connectionClosed(flow: Flow): void {
    for (const transaction of [...this.#clients.values()]) if (transaction.flow === flow) transaction.close();
  }

  /** Ends all of them; client transactions that are started later fail at once. */
  close(): void {
    this.#closed = true;
    for (const transaction of [...this.#clients.values(), ...this.#servers.values()]) transaction.close();
  }

  #begin(key: string, transaction: AnyClient): void {
    this.#clients.set(key, transaction);
    if (this.#closed) transaction.close();
    else transaction.start();
  }

  #remember(key: string, transaction: AnyServer): void {
    this.#servers.set(key, transaction);
    const { remoteAddress } = transaction.flow;
    this.#byAddress.set(remoteAddress, this.serverCountOf(remoteAddress) + 1);
    if (!transaction.request.head.to.params.has('tag')) this.#merges.set(mergeKey(transaction.request), key);
  }

  #forget(key: string, { request, flow: { remoteAddress } }: AnyServer): void {
    this.#servers.delete(key);
    const left = this.serverCountOf(remoteAddress) - 1;
    if (left > 0) this.#byAddress.set(remoteAddress, left);
    else this.#byAddress.delete(remoteAddress);
    const merge = mergeKey(request);
    if (this.#merges.get(merge) === key) this.#merges.delete(merge);
  }
}

function bound<E extends Omit<ClientEvents, 'onTerminated'>>(events: E): Omit<ClientEvents, 'onTerminated'> {
  return {
    onResponse: (response) => events.onResponse(response),
    onTimeout: () => events.onTimeout(),
    onTransportError: () => events.onTransportError(),
  };
}

function clientKey(request: SipRequest): string {
  return `${request.head.via.params.get('branch')} ${request.method}`;
}

function serverKey(request: SipRequest, method: string): string {
  const { via, cseq, callId } = request.head;
  const branch = via.params.get('branch');
  if (branch?.startsWith(MAGIC_COOKIE) === true) return `${branch} ${via.host}:${via.port ?? ''} ${method}`;
  // RFC 2543 clients give no unique branch (section 17.2.3).
  return `${callId} ${fromTag(request)} ${cseq.number} ${via.host}:${via.port ?? ''} ${branch ?? ''} ${method}`;
}

function mergeKey(request: SipRequest): string {
  return `${request.head.callId} ${fromTag(request)} ${request.head.cseq.number} ${request.method}`;
}
