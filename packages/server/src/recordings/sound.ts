import { type FileHandle, open } from 'node:fs/promises';
import type { RecordingRow } from '../storage/index.ts';
import { CONTENT_TYPE } from './presenter.ts';
import { readRange } from './range.ts';

/** An answer that carries sound. */
export interface SoundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: NodeJS.ReadableStream;
}

/** The file, or the part of it that `range` asks for; undefined: there is no such file (any more). */
export async function soundOf(path: string, name: string, range: string | undefined): Promise<SoundAnswer | undefined> {
  const file = await opened(path);
  if (file === undefined) return undefined;
  const { size } = await file.stat();
  const part = readRange(range, size);
  if (size === 0 || part === 'none') {
    await file.close();
    if (part !== 'none') return undefined;
    return { status: 416, headers: { 'content-range': `bytes */${size}` } };
  }
  const { start, end } = part ?? { start: 0, end: size - 1 };
  const headers = {
    'content-type': CONTENT_TYPE,
    'content-length': String(end - start + 1),
    'content-disposition': `inline; filename="${name}"`,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  };
  const body = file.createReadStream({ start, end });
  if (part === undefined) return { status: 200, headers, body };
  return { status: 206, headers: { ...headers, 'content-range': `bytes ${start}-${end}/${size}` }, body };
}

/** What people find in their downloads: `2026-05-04 09.33 +16135550100 to 2880.wav`. */
export function fileName({ startedOn, callId }: RecordingRow, call?: { fromNumber: string; toNumber: string }): string {
  const when = new Date(startedOn).toISOString().slice(0, 16).replace('T', ' ').replace(':', '.');
  const what = call === undefined ? `call ${callId}` : `${call.fromNumber} to ${call.toNumber}`;
  return `${when} ${what.replace(/[^\w+.@ -]/g, '_')}.wav`;
}

async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
