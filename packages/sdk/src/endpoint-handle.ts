import {
  type Call,
  type CreateCallBody,
  type Endpoint,
  type EndpointCredentials,
  operations,
} from '@cordboard/contract';
import { CallHandle } from './call-handle.ts';
import type { OperationCaller } from './operation-caller.ts';

/** A telephone line. Its id is the extension. */
export class EndpointHandle {
  readonly endpointId: string;
  readonly #client: OperationCaller;

  constructor(client: OperationCaller, endpointId: string) {
    this.#client = client;
    this.endpointId = endpointId;
  }

  async get(): Promise<Endpoint> {
    return await this.#client.call(operations.getEndpoint, { params: { endpointId: this.endpointId } });
  }

  /** The active calls. */
  async calls(): Promise<Call[]> {
    const params = { endpointId: this.endpointId };
    return await Array.fromAsync(this.#client.items(operations.getEndpointCalls, { params }));
  }

  /** A call by its id, short or as in a notification (`endpoints/2880/calls/23`). */
  call(callId: string): CallHandle {
    return new CallHandle(this.#client, this.endpointId, callId);
  }

  /** Rings this telephone and, once it is picked up, the number in `to`. */
  async makeCall(body: CreateCallBody): Promise<Call> {
    return await this.#client.call(operations.createEndpointCall, { params: { endpointId: this.endpointId }, body });
  }

  /** New SIP credentials in place of the former ones; the password is shown this once. */
  async createCredentials(): Promise<EndpointCredentials> {
    return await this.#client.call(operations.createEndpointCredentials, { params: { endpointId: this.endpointId } });
  }
}
