import type { Call } from '../calls/call.ts';
import type { ActedLeg } from './find-leg.ts';
import { findRecording } from './find-recording.ts';

/** What is said from now on is left out of the recording. Idempotent. @throws PbxError wrongState */
export async function pauseRecording(leg: ActedLeg): Promise<Call> {
  findRecording(leg).pause(true);
  return leg.record.snapshot();
}
