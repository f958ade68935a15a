import { open } from 'node:fs/promises';
import { SAMPLE_RATE, WAV_HEADER_BYTES, wavHeader } from '@cordboard/rtp';
import type { RecordingEnd } from './recording-end.ts';

/**
 * Makes the header of a recording tell its real length, after whoever wrote it was killed.
 * @throws what the file system throws, when there is no such file or it cannot be written
 */
export async function repairRecording(path: string): Promise<RecordingEnd> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    // A sample of which one byte is missing is left out.
    const dataBytes = Math.max(0, Math.floor((size - WAV_HEADER_BYTES) / 2) * 2);
    await file.write(wavHeader(dataBytes), 0, WAV_HEADER_BYTES, 0);
    await file.truncate(WAV_HEADER_BYTES + dataBytes);
    return { durationMs: Math.round((dataBytes / 2 / SAMPLE_RATE) * 1_000), bytes: WAV_HEADER_BYTES + dataBytes };
  } finally {
    await file.close();
  }
}
