import type { Call, CallState } from './call.ts';
import { CallRecord, type CallRecordStart } from './call-record.ts';

/** Of several calls the most active one names the endpoint's state. */
const order: readonly CallState[] = ['ringing', 'connected', 'held'];

/** The live calls, by endpoint. An ended call leaves the book before its final change is announced. */
export class CallBook {
  readonly #calls = new Map<string, Map<string, CallRecord>>();
  readonly #announce: (call: Call) => void;
  #size = 0;

  constructor(announce: (call: Call) => void) {
    this.#announce = announce;
  }

  get size(): number {
    return this.#size;
  }

  open(start: CallRecordStart): CallRecord {
    const record = new CallRecord(start, (call) => {
      if (call.final) this.#drop(call);
      this.#announce(call);
    });
    const ofEndpoint = this.#calls.get(start.endpointId) ?? new Map<string, CallRecord>();
    ofEndpoint.set(start.callId, record);
    this.#calls.set(start.endpointId, ofEndpoint);
    this.#size += 1;
    return record;
  }

  get(endpointId: string, callId: string): CallRecord | undefined {
    return this.#calls.get(endpointId)?.get(callId);
  }

  of(endpointId: string): CallRecord[] {
    return [...(this.#calls.get(endpointId)?.values() ?? [])];
  }

  /** State of an endpoint that can be reached. */
  stateOf(endpointId: string): CallState {
    const states = this.of(endpointId).map((record) => record.state);
    return order.find((state) => states.some((live) => live === state)) ?? 'idle';
  }

  #drop(call: Call): void {
    const ofEndpoint = this.#calls.get(call.endpointId);
    if (ofEndpoint?.delete(call.callId) !== true) return;
    this.#size -= 1;
    if (ofEndpoint.size === 0) this.#calls.delete(call.endpointId);
  }
}
