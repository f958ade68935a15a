import { type VoicemailMessage, voicemailSubject } from '@cordboard/contract';
import { present } from '../http/index.ts';
import { isoTime } from '../media/index.ts';
import type { VoicemailRow } from '../storage/index.ts';

export function presentVoicemail(row: VoicemailRow): VoicemailMessage {
  const { messageId, endpointId, fromNumber, fromName, heard, createdOn, durationMs } = row;
  const self = voicemailSubject(endpointId, messageId);
  return {
    messageId,
    endpointId,
    from: fromNumber,
    ...present('fromName', fromName),
    heard: heard === 1,
    createdOn: isoTime(createdOn),
    durationInSeconds: (durationMs ?? 0) / 1_000,
    _links: { self, media: `${self}/media` },
  };
}
