/** State of a call or endpoint, the words of the Media API (contract section 4). */
export type CallState = 'unknown' | 'idle' | 'ringing' | 'connected' | 'held' | 'outOfService' | 'completed';

/** Why a call is in its state, the words of the Media API (contract section 4). */
export type CallCause =
  | 'busy'
  | 'callBack'
  | 'callCancelled'
  | 'callForwardAlways'
  | 'callForwardBusy'
  | 'callForwardNoAnswer'
  | 'callForward'
  | 'callNotAnswer'
  | 'destNotObtainable'
  | 'doNotDisturb'
  | 'incompatibleDestination'
  | 'networkCongestion'
  | 'networkNotObtainable'
  | 'newCall'
  | 'redirected'
  | 'resourcesNotAvailable'
  | 'transfer';

export type CallDirection = 'inbound' | 'outbound';

/** How the sound of a party came in. */
export interface CallQuality {
  readonly packetsReceived: number;
  readonly packetsLost: number;
  /** RFC 3550 section 6.4.1. */
  readonly jitterMs: number;
  /** Estimate of what listeners would say of it, 1 to 4.4 (E-model, G.107, for G.711). */
  readonly meanOpinionScore: number;
}

/** One end of a call. `endpointId` is set when the number is an extension of this PBX. */
export interface Party {
  readonly number: string;
  readonly name?: string;
  readonly endpointId?: string;
}

/**
 * A call as an endpoint sees it: a frozen snapshot. Two parties of one conversation have a call each; both
 * carry the same trackingId. Times are milliseconds since the epoch.
 */
export interface Call {
  readonly endpointId: string;
  /** Short decimal, unique in this PBX for ever (contract section 4, "callId forms"). */
  readonly callId: string;
  /** The same for every call of one conversation, through redirects and transfers. */
  readonly trackingId: string;
  readonly direction: CallDirection;
  readonly state: CallState;
  readonly cause: CallCause;
  readonly from: Party;
  readonly to: Party;
  /** Contact URI of the device that carries the call, once one does. */
  readonly deviceId?: string;
  /** Endpoint that is ringing (contract: extraPbxData.alertingDevice). */
  readonly alertingDevice?: string;
  /** Number that was dialled first (contract: extraPbxData.calledDevice). */
  readonly calledDevice?: string;
  readonly createdAt: number;
  readonly ringingAt?: number;
  readonly answeredAt?: number;
  readonly endedAt?: number;
  /** What came from the endpoint's phone, on the last change of a call that had audio. */
  readonly quality?: CallQuality;
  /** True on exactly one change of a call: its last. */
  readonly final: boolean;
}
