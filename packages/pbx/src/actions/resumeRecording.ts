import type { Call } from '../calls/call.ts';
import type { ActedLeg } from './find-leg.ts';
import { findRecording } from './find-recording.ts';

/** The recording goes on after a pause. Idempotent. @throws PbxError wrongState */
export async function resumeRecording(leg: ActedLeg): Promise<Call> {
  findRecording(leg).pause(false);
  return leg.record.snapshot();
}
