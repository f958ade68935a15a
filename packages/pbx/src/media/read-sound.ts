import { readFile } from 'node:fs/promises';
import { readWav, resample, UnreadableSound } from '@cordboard/rtp';

/** More would not be a prompt or hold music but a mistake: 20 minutes of 48 kHz stereo. */
const LONGEST_BYTES = 240 * 1_024 * 1_024;

/** A sound file that cannot be used; the message says which, and why. */
export class UnusableSound extends Error {
  override readonly name = 'UnusableSound';
}

/** The sound of a WAV file as samples at 8 kHz. @throws UnusableSound */
export async function readSound(path: string): Promise<Int16Array> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > LONGEST_BYTES) throw new UnreadableSound('It is too long');
    return resample(readWav(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UnusableSound(`The sound file ${path} cannot be used: ${why}.`, { cause: error });
  }
}
