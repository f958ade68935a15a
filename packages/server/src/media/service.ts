import type { CallActionBody, CreateCallBody, Call as WireCall } from '@cordboard/contract';
import type { Call, MakeCallRequest } from '@cordboard/pbx';
import type { EndpointEntry, Gateway } from '../gateways/index.ts';
import { ApiError, type Caller, reaches } from '../http/index.ts';
import type { CallRecorder } from './call-recorder.ts';
import type { CommandOutcomes } from './outcomes/index.ts';
import { ofPbx, onPbx } from './pbx-errors.ts';
import { authorize } from './policy.ts';
import { presentCall } from './presenter.ts';
import { readAction, shortCallId } from './read-action.ts';
import { readCallRequest } from './read-call-request.ts';

/** The Media API on live calls (contract section 4). */
export class MediaService {
  readonly #gateway: Gateway;
  readonly #recorder: CallRecorder;
  readonly #outcomes: CommandOutcomes;

  constructor(gateway: Gateway, recorder: CallRecorder, outcomes: CommandOutcomes) {
    this.#gateway = gateway;
    this.#recorder = recorder;
    this.#outcomes = outcomes;
  }

  async listCalls(caller: Caller, endpointId: string): Promise<WireCall[]> {
    const entry = this.#authorize(caller, endpointId);
    return this.#gateway.pbx.calls(endpointId).map((call) => this.#present(call, entry));
  }

  async getCall(caller: Caller, endpointId: string, callId: string): Promise<WireCall> {
    const entry = this.#authorize(caller, endpointId);
    const call = this.#gateway.pbx.call(endpointId, shortCallId(callId));
    if (call === undefined) throw unknownCall(endpointId, callId);
    return this.#present(call, entry);
  }

  /** Answered when the call and its publications are on disk. */
  async makeCall(caller: Caller, endpointId: string, body: CreateCallBody): Promise<WireCall> {
    const entry = this.#authorize(caller, endpointId);
    const request = readCallRequest(body, { mayShow: (number) => this.#mayShow(caller, endpointId, number) });
    this.#requireAssociated(endpointId, request);
    this.#outcomes.check(body);
    this.#recorder.requireSaving();
    const bridges = body.executeOnAnswer === 'bridge';
    const command = await this.#outcomes.open(caller, { endpointId, ...body, bridge: bridges });
    const failed = (error: unknown) => this.#outcomes.fail(command, ofPbx(error));
    const call = await this.#make(endpointId, { ...request, ...(bridges ? { bridge: { failed } } : {}) }, failed);
    this.#outcomes.watch(command, call);
    await this.#saved(call);
    return this.#present(call, entry);
  }

  async #make(endpointId: string, request: MakeCallRequest, failed: (error: unknown) => void): Promise<Call> {
    try {
      return await onPbx(() => this.#gateway.pbx.makeCall(endpointId, request));
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  #requireAssociated(endpointId: string, { associatedCallId: id }: MakeCallRequest): void {
    if (id === undefined || this.#gateway.pbx.call(endpointId, id) !== undefined) return;
    throw unknownCall(endpointId, id, 'associatedCallId');
  }

  /** Answered when the action is done and what it changed is on disk. */
  async act(caller: Caller, endpointId: string, callId: string, body: CallActionBody): Promise<WireCall> {
    const entry = this.#authorize(caller, endpointId);
    const id = shortCallId(callId);
    if (this.#gateway.pbx.call(endpointId, id) === undefined) throw unknownCall(endpointId, callId);
    const action = readAction(body, id);
    this.#recorder.requireSaving();
    const call = await onPbx(() => this.#gateway.pbx.act(endpointId, id, action));
    await this.#saved(call);
    return this.#present(call, entry);
  }

  /** What was done at the telephone cannot be undone: the caller is told that it was. */
  async #saved(call: Call): Promise<void> {
    try {
      await this.#recorder.settled();
    } catch (error) {
      const words = `Call ${call.callId} is ${call.state} now; the database does not save, so this is not announced yet.`;
      throw new ApiError('storage_unavailable', words, { cause: error });
    }
  }

  /** Users show a number of their endpoint; administrators, who call for others, any. */
  #mayShow(caller: Caller, endpointId: string, number: string): boolean {
    return reaches(caller.role, 'ACCOUNT_ADMIN') || this.#gateway.numbersOf(endpointId).includes(number);
  }

  #authorize(caller: Caller, endpointId: string): EndpointEntry {
    return authorize(caller, endpointId, this.#gateway.entry(endpointId));
  }

  #present(call: Call, entry: EndpointEntry): WireCall {
    return presentCall(call, this.#recorder.view(entry.siteId));
  }
}

function unknownCall(endpointId: string, callId: string, param = 'callId'): ApiError {
  const words = `Endpoint ${endpointId} has no call ${callId.slice(0, 60)}; it may have ended.`;
  return new ApiError('unknown_call', words, { param });
}
