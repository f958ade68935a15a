export type PbxErrorCode =
  /** No endpoint has this id. */
  | 'unknownEndpoint'
  /** The endpoint has no such live call. */
  | 'unknownCall'
  /** The call's state does not allow the action. */
  | 'wrongState'
  /** The number is neither an extension nor can it be reached by a trunk. */
  | 'unknownDestination'
  /** No device of the ringing endpoint can be answered from here. */
  | 'remoteAnswerUnsupported'
  /** The extension exists, but no device is registered for it. */
  | 'endpointUnreachable'
  /** The extension does not want to be disturbed. */
  | 'doNotDisturb'
  /** Every member of the ring group is in a call. */
  | 'busy'
  /** The call was sent on in a circle, or too often. */
  | 'forwardingLoop'
  /** An outside number, and this PBX has no trunk. */
  | 'noTrunk'
  /** The phone did not do what it was asked in time. */
  | 'timeout'
  /** The phone or the far side refused. */
  | 'refused'
  | 'noMediaPorts'
  /** The text to send as digits is none. */
  | 'notDigits'
  /** There is no place for recordings. */
  | 'recordingUnavailable'
  /** The PBX's tables are full. */
  | 'overloaded'
  /** The PBX is not started or is closing. */
  | 'closed';

/** The one error that the PBX's methods throw; `code` is for programs, `message` for people. */
export class PbxError extends Error {
  override readonly name = 'PbxError';
  readonly code: PbxErrorCode;

  constructor(code: PbxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
