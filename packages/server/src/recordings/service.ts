import type { Recording, UpdateRecordingBody } from '@cordboard/contract';
import { ApiError, badRequest, type Caller, type ODataQuery, positionToken } from '../http/index.ts';
import type { RecordingRow, Storage } from '../storage/index.ts';
import { type Announcer, announce } from './announce.ts';
import type { Deletion } from './deletion.ts';
import { pageOrder } from './fields.ts';
import type { RecordingFiles } from './files.ts';
import type { MediaLinks } from './links.ts';
import { authorize } from './policy.ts';
import { CONTENT_TYPE, presentRecording } from './presenter.ts';
import { find, parties, readPage, update } from './repository.ts';
import { fileName, type SoundAnswer, soundOf } from './sound.ts';

/** Names of the one format that there is. */
const formats: ReadonlySet<string> = new Set([CONTENT_TYPE, 'audio/x-wav', 'audio/wave', 'audio/vnd.wave', 'wav']);

export interface RecordingsOptions extends Announcer {
  readonly storage: Storage;
  readonly files: RecordingFiles;
  readonly links: MediaLinks;
  readonly deletion: Deletion;
}

/** Recordings of calls (contract section 4). */
export class RecordingsService {
  readonly #o: RecordingsOptions;

  constructor(o: RecordingsOptions) {
    this.#o = o;
  }

  async list(caller: Caller, odata: ODataQuery): Promise<{ recordings: Recording[]; next: string | undefined }> {
    const found = await readPage(this.#o.storage, caller, odata);
    const rows = found.slice(0, odata.top);
    const last = rows.at(-1);
    const more = found.length > odata.top && last !== undefined;
    return {
      recordings: rows.map((row) => presentRecording(row)),
      next: more ? positionToken(last, odata, pageOrder) : undefined,
    };
  }

  /** @throws ApiError unknown_recording, forbidden; invalid_request for a format that there is not */
  async get(caller: Caller, recordingId: string, media: boolean, format?: string): Promise<Recording> {
    const row = authorize(caller, 'read', await find(this.#o.storage.read, recordingId));
    if (format !== undefined && !formats.has(format.toLowerCase())) {
      throw badRequest('media-format', `Recordings are there as ${CONTENT_TYPE} only.`);
    }
    const wanted = media || format !== undefined;
    return presentRecording(row, wanted && hasSound(row) ? this.#o.links.linkTo(recordingId) : undefined);
  }

  async label(caller: Caller, recordingId: string, { label }: UpdateRecordingBody): Promise<Recording> {
    authorize(caller, 'label', await find(this.#o.storage.read, recordingId));
    return await this.#o.storage.transaction(async (tx) => {
      const row = authorize(caller, 'label', await find(tx.db, recordingId));
      if (label === undefined) return presentRecording(row);
      const changed = { ...row, label };
      await update(tx, recordingId, { label });
      await announce(this.#o, tx, 'PUT', changed, caller.principalId);
      return presentRecording(changed);
    });
  }

  /** Answered when file and row are gone. */
  async delete(caller: Caller, recordingId: string): Promise<Recording> {
    const { storage, deletion } = this.#o;
    authorize(caller, 'delete', await find(storage.read, recordingId));
    const row = await storage.transaction(async (tx) => {
      const present = authorize(caller, 'delete', await find(tx.db, recordingId));
      if (present.endedOn === null) throw new ApiError('recording_not_over', undefined, { param: 'recordingId' });
      await deletion.mark(tx, present, caller.principalId);
      return present;
    });
    await deletion.finish(row);
    return presentRecording(row);
  }

  /** The sound, for whoever has a good link. @throws ApiError forbidden, link_expired, unknown_recording */
  async sound(recordingId: string, link: { expires: string; signature: string }, range?: string): Promise<SoundAnswer> {
    this.#o.links.verify(recordingId, link.expires, link.signature);
    const row = await find(this.#o.storage.read, recordingId);
    const sound =
      row === undefined
        ? undefined
        : await soundOf(this.#o.files.pathOf(row.file), fileName(row, await parties(this.#o.storage, row)), range);
    if (sound !== undefined) return sound;
    throw new ApiError('unknown_recording', 'The sound of this recording is gone.', { param: 'recordingId' });
  }
}

/** Once it is complete. */
function hasSound({ endedOn, bytes }: RecordingRow): boolean {
  return endedOn !== null && bytes > 0;
}
