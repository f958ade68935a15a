import type { CallRecording } from '../engine/call-recording.ts';
import { PbxError } from '../pbx-error.ts';
import type { ActedLeg } from './find-leg.ts';

/** @throws PbxError wrongState */
export function findRecording({ recording, record }: ActedLeg): CallRecording {
  if (recording?.live) return recording;
  throw new PbxError('wrongState', `Call ${record.callId} is not being recorded.`);
}
