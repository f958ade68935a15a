import type { Call, CallCause, CallDirection, CallQuality, Party } from './call.ts';
import { callTransitions, type LiveCallState } from './call-transitions.ts';

export interface CallRecordStart {
  readonly endpointId: string;
  readonly callId: string;
  readonly trackingId: string;
  readonly direction: CallDirection;
  readonly state: 'ringing' | 'connected';
  readonly cause: CallCause;
  readonly own: Party;
  readonly peer: Party;
  readonly calledDevice: string;
  readonly deviceId?: string;
  readonly now: number;
}

/** What may change beside the state. */
export interface CallChange {
  readonly cause?: CallCause;
  readonly peer?: Party;
  readonly deviceId?: string;
  readonly trackingId?: string;
  readonly answeredAt?: number;
  /** With the last change. */
  readonly quality?: CallQuality;
}

/** The living call of one endpoint. Every change goes through `move` and is announced once. */
export class CallRecord {
  readonly endpointId: string;
  readonly callId: string;
  readonly direction: CallDirection;
  #state: LiveCallState;
  #cause: CallCause;
  #peer: Party;
  #trackingId: string;
  #deviceId: string | undefined;
  #answeredAt: number | undefined;
  #endedAt: number | undefined;
  #quality: CallQuality | undefined;
  readonly #start: CallRecordStart;
  readonly #announce: (call: Call) => void;

  constructor(start: CallRecordStart, announce: (call: Call) => void) {
    this.endpointId = start.endpointId;
    this.callId = start.callId;
    this.direction = start.direction;
    this.#state = start.state;
    this.#cause = start.cause;
    this.#peer = start.peer;
    this.#trackingId = start.trackingId;
    this.#deviceId = start.deviceId;
    this.#start = start;
    this.#announce = announce;
    announce(this.snapshot());
  }

  get state(): LiveCallState {
    return this.#state;
  }

  /** Has the far party ever been there? */
  get answered(): boolean {
    return this.#answeredAt !== undefined;
  }

  get trackingId(): string {
    return this.#trackingId;
  }

  /**
   * Goes to a state and announces it. A move that the table forbids is not made and returns false: the caller lost a
   * race (a phone hung up while a program acted), which is no fault.
   */
  move(to: LiveCallState, now: number, change: CallChange = {}): boolean {
    if (!callTransitions[this.#state].includes(to)) return false;
    this.#state = to;
    this.#cause = change.cause ?? this.#cause;
    this.#peer = change.peer ?? this.#peer;
    this.#deviceId = change.deviceId ?? this.#deviceId;
    this.#trackingId = change.trackingId ?? this.#trackingId;
    this.#answeredAt ??= change.answeredAt;
    this.#quality = change.quality;
    if (to === 'idle') this.#endedAt = now;
    this.#announce(this.snapshot());
    return true;
  }

  snapshot(): Call {
    const start = this.#start;
    const inbound = start.direction === 'inbound';
    return Object.freeze({
      endpointId: this.endpointId,
      callId: this.callId,
      trackingId: this.#trackingId,
      direction: this.direction,
      state: this.#state,
      cause: this.#cause,
      from: inbound ? this.#peer : start.own,
      to: inbound ? start.own : this.#peer,
      ...(this.#deviceId === undefined ? {} : { deviceId: this.#deviceId }),
      ...(this.#state === 'ringing' ? { alertingDevice: this.endpointId } : {}),
      calledDevice: start.calledDevice,
      createdAt: start.now,
      ...(start.state === 'ringing' ? { ringingAt: start.now } : {}),
      ...(this.#answeredAt === undefined ? {} : { answeredAt: this.#answeredAt }),
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      ...(this.#quality === undefined ? {} : { quality: this.#quality }),
      final: this.#state === 'idle',
    });
  }
}
