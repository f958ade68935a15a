import { type Recording, type RecordingContent, recordingSubject } from '@cordboard/contract';
import { present } from '../http/index.ts';
import { isoTime, seconds } from '../media/index.ts';
import type { RecordingRow } from '../storage/index.ts';

export const CONTENT_TYPE = 'audio/wav';

/** Where the sound is, until when. */
export interface MediaLink {
  readonly url: string;
  readonly expiry: number;
}

/** A recording as the Media API shows it (contract section 4); it takes no field beside these. */
export function presentRecording(row: RecordingRow, media?: MediaLink): Recording {
  return {
    recordingId: row.recordingId,
    callId: row.callId,
    createdOn: isoTime(row.startedOn),
    contentType: CONTENT_TYPE,
    durationInSeconds: seconds(row.durationMs),
    ...present('label', row.label),
    _links: { self: recordingSubject(row.recordingId) },
    ...(media === undefined ? {} : { _embedded: { media: { url: media.url, expiry: isoTime(media.expiry) } } }),
  };
}

/** Content of a recording's publication. */
export function recordingContent(row: RecordingRow, now: number): RecordingContent {
  return {
    ...presentRecording(row),
    state: row.state as RecordingContent['state'],
    ...present('cause', row.cause),
    callIds: JSON.parse(row.callIds),
    tags: JSON.parse(row.tags),
    endpointId: row.endpointId,
    accountId: row.accountId,
    principalId: row.userId,
    timestamp: now,
    eventType: 'RecordingStateNotification',
  };
}
