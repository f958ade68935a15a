import type { CallCause } from '../calls/call.ts';
import { PbxError, type PbxErrorCode } from '../pbx-error.ts';

/** What a destination that cannot be rung means: to the caller's call, and in SIP to the caller. */
export interface Refusal {
  readonly cause: CallCause;
  readonly status: number;
}

const refusals: Partial<Record<PbxErrorCode, Refusal>> = {
  unknownDestination: { cause: 'destNotObtainable', status: 404 },
  noTrunk: { cause: 'destNotObtainable', status: 404 },
  endpointUnreachable: { cause: 'destNotObtainable', status: 480 },
  doNotDisturb: { cause: 'doNotDisturb', status: 486 },
  busy: { cause: 'busy', status: 486 },
  forwardingLoop: { cause: 'destNotObtainable', status: 482 },
  noMediaPorts: { cause: 'resourcesNotAvailable', status: 503 },
  overloaded: { cause: 'networkCongestion', status: 503 },
};

/** @throws the error itself when it is none of the PBX's */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof PbxError)) throw error;
  return refusals[error.code];
}
