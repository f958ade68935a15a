import type { Clock } from '../clock.ts';
import type { Gateway } from '../gateways/index.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Publications } from '../publications/index.ts';
import type { Secrets } from '../secrets/index.ts';
import type { Storage } from '../storage/index.ts';
import { Deletion } from './deletion.ts';
import type { RecordingFiles } from './files.ts';
import { MediaLinks } from './links.ts';
import { RecordingRecorder } from './recording-recorder.ts';
import { RecordingRetention } from './retention.ts';
import { RecordingsService } from './service.ts';

export interface OpenRecordingsOptions {
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly publications: Publications;
  readonly gateway: Gateway;
  readonly files: RecordingFiles;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly publicUrl: string;
  /** How long recordings are kept after their end; 0: for ever. */
  readonly days: number;
}

/** The parts of the room, built once. */
export async function openRecordings(o: OpenRecordingsOptions) {
  const deletion = new Deletion(o);
  const links = await MediaLinks.create(o);
  return {
    service: new RecordingsService({ ...o, links, deletion }),
    recorder: new RecordingRecorder(o),
    retention: new RecordingRetention({ ...o, deletion }),
  };
}
