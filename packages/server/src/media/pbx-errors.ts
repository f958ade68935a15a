import type { ErrorCode } from '@cordboard/contract';
import { PbxError, type PbxErrorCode } from '@cordboard/pbx';
import { ApiError } from '../http/index.ts';

const codes: Readonly<Record<PbxErrorCode, ErrorCode>> = {
  unknownEndpoint: 'unknown_endpoint',
  unknownCall: 'unknown_call',
  wrongState: 'wrong_call_state',
  unknownDestination: 'unknown_destination',
  remoteAnswerUnsupported: 'remote_answer_unsupported',
  endpointUnreachable: 'endpoint_unreachable',
  doNotDisturb: 'do_not_disturb',
  busy: 'group_busy',
  forwardingLoop: 'forwarding_loop',
  noTrunk: 'no_trunk',
  timeout: 'phone_timeout',
  refused: 'phone_refused',
  noMediaPorts: 'no_media_ports',
  notDigits: 'invalid_request',
  recordingUnavailable: 'not_implemented',
  overloaded: 'pbx_overloaded',
  closed: 'pbx_unavailable',
};

/** Runs something on the PBX; its refusals become errors of the API, which may name the field that caused them. */
export async function onPbx<T>(work: () => Promise<T>, param?: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw ofPbx(error, param);
  }
}

/** A refusal of the PBX as an error of the API; any other error as it is. */
export function ofPbx(error: unknown, param?: string): unknown {
  if (!(error instanceof PbxError)) return error;
  return new ApiError(codes[error.code], error.message, { cause: error, ...(param === undefined ? {} : { param }) });
}
