import type { Call } from '../calls/call.ts';
import type { ActedLeg } from './find-leg.ts';
import { findRecording } from './find-recording.ts';

/** Adds tags to the recording, or replaces those of the same name. @throws PbxError wrongState */
export async function tagRecording(leg: ActedLeg, tags: Readonly<Record<string, string>>): Promise<Call> {
  findRecording(leg).tag(tags);
  return leg.record.snapshot();
}
