import { type Call, type CallActionBody, operations } from '@cordboard/contract';
import type { OperationCaller } from './operation-caller.ts';

/**
 * A call of an endpoint, and what may be done with it (contract section 4, "Call actions"). Each action gives the call
 * after it, or undefined when the platform only accepted it (202). Actions are commands: they are sent again only when
 * they were certainly not done.
 */
export class CallHandle {
  readonly endpointId: string;
  /** The short id. */
  readonly callId: string;
  readonly #client: OperationCaller;

  constructor(client: OperationCaller, endpointId: string, callId: string) {
    this.#client = client;
    this.endpointId = endpointId;
    this.callId = callId.slice(callId.lastIndexOf('/') + 1);
  }

  async get(): Promise<Call> {
    return await this.#client.call(operations.getEndpointCall, { params: this.#params });
  }

  answer(): Promise<Call | undefined> {
    return this.act({ action: 'answer' });
  }

  end(): Promise<Call | undefined> {
    return this.act({ action: 'end' });
  }

  /** On a held call the platform retrieves it. */
  hold(): Promise<Call | undefined> {
    return this.act({ action: 'hold' });
  }

  retrieve(): Promise<Call | undefined> {
    return this.act({ action: 'retrieve' });
  }

  /** Moves a ringing call. */
  redirect(destination: string): Promise<Call | undefined> {
    return this.act({ action: 'redirect', destination });
  }

  /** Moves an answered call without asking. */
  blindTransfer(destination: string): Promise<Call | undefined> {
    return this.act({ action: 'blindTransfer', destination });
  }

  /** Holds the call and calls the destination; the new call shows up among the endpoint's calls. */
  consult(destination: string): Promise<Call | undefined> {
    return this.act({ action: 'consult', destination });
  }

  /** On the consult call: joins the destination with the other call, and leaves. */
  supervisedTransfer(otherCallId: string): Promise<Call | undefined> {
    return this.act({ action: 'supervisedTransfer', args: otherCallId.slice(otherCallId.lastIndexOf('/') + 1) });
  }

  /** Any action of the contract. */
  async act(body: CallActionBody): Promise<Call | undefined> {
    return await this.#client.call(operations.updateCallByEndpointId, { params: this.#params, body });
  }

  get #params() {
    return { endpointId: this.endpointId, callId: this.callId };
  }
}
