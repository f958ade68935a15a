import { open } from 'node:fs/promises';

const BYTES_PER_MS = 16;
/** Full scale is 32,768; a telephone line is never quite still. */
const QUIET = 250;

/** Is the end of a recording under way that quiet, and for so long? False while the file is shorter. */
export async function endsInSilence(path: string, forMs: number): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return false;
  try {
    const length = forMs * BYTES_PER_MS;
    const start = (await file.stat()).size - length;
    if (start < 0) return false;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start - (start % 2));
    for (let at = 0; at + 1 < bytesRead; at += 2) if (Math.abs(buffer.readInt16LE(at)) > QUIET) return false;
    return true;
  } finally {
    await file.close();
  }
}
