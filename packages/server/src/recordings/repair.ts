import { stat } from 'node:fs/promises';
import { repairRecording } from '@cordboard/pbx';
import type { Log } from '../log.ts';
import type { RecordingRow, Storage } from '../storage/index.ts';
import { type Announcer, announce } from './announce.ts';
import type { RecordingFiles } from './files.ts';
import { knownFiles, unended, update } from './repository.ts';

const BATCH = 100;
/** Names of files in one entry of the log. */
const NAMED = 10;

export interface RepairOptions extends Announcer {
  readonly storage: Storage;
  readonly files: RecordingFiles;
  readonly log: Log;
}

/** What a server that was killed has left: recordings without an end are closed with what their file holds. */
export async function endAbandoned(o: RepairOptions): Promise<void> {
  for (;;) {
    const rows = await unended(o.storage, BATCH);
    if (rows.length === 0) return;
    const ended = await Promise.all(
      rows.map(async (row) => ({ ...row, ...(await endOf(o.files.pathOf(row.file), row)) })),
    );
    await o.storage.transaction(async (tx) => {
      for (const row of ended) {
        const { state, cause, endedOn, durationMs, bytes } = row;
        await update(tx, row.recordingId, { state, cause, endedOn, durationMs, bytes });
        await announce(o, tx, 'PUT', row);
      }
    });
    o.log.warn({ recordings: rows.length }, 'Recordings were ended that the last run had left open');
  }
}

/** Files that no row knows stay where they are: whose they are, people must find out. */
export async function reportStrays({ storage, files, log }: RepairOptions): Promise<void> {
  let strays = 0;
  const first: string[] = [];
  const look = async (names: readonly string[]) => {
    const known = await knownFiles(storage, names);
    const unknown = names.filter((name) => !known.has(name));
    strays += unknown.length;
    first.push(...unknown.slice(0, NAMED - first.length));
  };
  const batch: string[] = [];
  for await (const name of files.names()) {
    batch.push(name);
    if (batch.length === BATCH) await look(batch.splice(0));
  }
  if (batch.length > 0) await look(batch);
  if (strays > 0)
    log.warn({ strays, first, folder: files.folder }, 'Files among the recordings belong to no recording');
}

type End = Pick<RecordingRow, 'state' | 'cause' | 'endedOn' | 'durationMs' | 'bytes'>;

/** The file was written to the last: it tells when the end was. */
async function endOf(path: string, { startedOn }: RecordingRow): Promise<End> {
  try {
    const { mtimeMs } = await stat(path);
    const { durationMs, bytes } = await repairRecording(path);
    const endedOn = Math.max(startedOn, Math.round(mtimeMs));
    return { state: 'failed', cause: 'serverStopped', endedOn, durationMs, bytes };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const cause = missing ? 'fileMissing' : 'fileNotReadable';
    return { state: 'failed', cause, endedOn: startedOn, durationMs: 0, bytes: 0 };
  }
}
