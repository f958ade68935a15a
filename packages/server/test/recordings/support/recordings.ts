import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RecordingRow, Storage } from '../../../src/storage/index.ts';
import { accountIds, type Person, userIds } from '../../support/cast.ts';

/** When the first of all recordings began. */
export const DAWN = Date.parse('2026-05-04T09:00:00.000Z');
const HEADER_BYTES = 44;

export function idOf(n: number): string {
  return `0190d000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

/** Begins a minute after the one before it and lasts a second. */
export function recording(n: number, owner: Person, o: Partial<RecordingRow> = {}): RecordingRow {
  const startedOn = DAWN + n * 60_000;
  return {
    recordingId: idOf(n),
    accountId: accountIds.home,
    userId: userIds[owner],
    endpointId: '2880',
    callId: String(n),
    callIds: JSON.stringify([String(n)]),
    trackingId: `t${n}`,
    state: 'ended',
    cause: null,
    startedOn,
    endedOn: startedOn + 1_000,
    durationMs: 1_000,
    bytes: HEADER_BYTES + 16_000,
    file: `2026/05/${idOf(n)}.wav`,
    label: null,
    tags: '{}',
    deletedOn: null,
    ...o,
  };
}

export async function keep(storage: Storage, rows: readonly RecordingRow[]): Promise<void> {
  await storage.transaction(({ db }) => db.insertInto('recordings').values(rows).execute());
}

/** A file as a server that was killed leaves it: the header tells nothing of the sound. @returns its path */
export function writeSound(dataDir: string, { file }: RecordingRow, sound = Buffer.alloc(16_000, 7)): string {
  const path = join(dataDir, 'recordings', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.concat([Buffer.alloc(HEADER_BYTES), sound]));
  return path;
}

export async function rowsOf({ read }: Storage): Promise<RecordingRow[]> {
  return await read.selectFrom('recordings').selectAll().orderBy('recordingId').execute();
}

/** `PUT <recording>: <state>` for each publication. */
export async function announced({ read }: Storage): Promise<string[]> {
  const rows = await read.selectFrom('publications').selectAll().orderBy('sequence').execute();
  return rows
    .filter(({ subject }) => subject.includes('/recordings/'))
    .map(({ method, subject, content }) => `${method} ${Number(subject.slice(-12))}: ${JSON.parse(content).state}`);
}
