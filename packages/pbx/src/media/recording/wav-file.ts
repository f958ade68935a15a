import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SAMPLE_RATE, WAV_HEADER_BYTES, wavHeader } from '@cordboard/rtp';
import type { RecordingEnd } from './recording-end.ts';

/** Half a second of sound is written at a time. */
const CHUNK_BYTES = SAMPLE_RATE;
/** Chunks after which the header tells the new length, so that a file whose writer was killed lacks a second or two. */
const HEADER_EVERY = 4;
/** A minute of sound waits for a slow disk before the recording is given up. */
const BACKLOG_BYTES = SAMPLE_RATE * 2 * 60;

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EFBIG: 'diskFull',
  EEXIST: 'fileExists',
};

/** A WAV file that grows. Nobody waits for the disk: what comes is queued, and written in another thread. */
export class WavFile {
  readonly #path: string;
  readonly #failed: () => void;
  #handle: FileHandle | undefined;
  #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #filled = 0;
  #queue: Buffer[] = [];
  #queued = 0;
  #written = 0;
  #sinceHeader = 0;
  #cause: string | undefined;
  #ending = false;
  #writing: Promise<void>;

  /** `failed` is told once, when the file cannot be written any further. */
  constructor(path: string, failed: () => void) {
    this.#path = path;
    this.#failed = failed;
    this.#writing = this.#guarded(() => this.#create());
  }

  write(samples: Int16Array): void {
    for (const sample of samples) {
      this.#chunk.writeInt16LE(sample, this.#filled);
      this.#filled += 2;
      if (this.#filled === CHUNK_BYTES) this.#flush();
    }
  }

  /** Writes what is left and the length; resolves when all is on disk. */
  async close(): Promise<RecordingEnd> {
    this.#flush();
    this.#ending = true;
    await this.#writing;
    await this.#guarded(() => this.#finish());
    await this.#handle?.close().catch(() => {});
    const bytes = this.#handle === undefined ? 0 : WAV_HEADER_BYTES + this.#written;
    const durationMs = Math.round((this.#written / 2 / SAMPLE_RATE) * 1_000);
    return { durationMs, bytes, ...(this.#cause === undefined ? {} : { cause: this.#cause }) };
  }

  #flush(): void {
    if (this.#filled === 0 || this.#cause !== undefined) {
      this.#filled = 0;
      return;
    }
    this.#queue.push(this.#chunk.subarray(0, this.#filled));
    this.#queued += this.#filled;
    this.#chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    this.#filled = 0;
    if (this.#queued > BACKLOG_BYTES) this.#fail('diskTooSlow');
    // One chunk follows the other; each link of the chain writes whatever waits then.
    else if (this.#queue.length === 1) this.#writing = this.#writing.then(() => this.#guarded(() => this.#drain()));
  }

  async #create(): Promise<void> {
    // What was said is for the owner alone. A folder that is there as a file shows when the file is opened.
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }).catch(() => {});
    const handle = await open(this.#path, 'wx', 0o600);
    try {
      await writeAll(handle, wavHeader(0), 0);
      this.#handle = handle;
    } catch (error) {
      // A file without a header is no sound.
      await handle.close();
      await rm(this.#path, { force: true });
      throw error;
    }
  }

  async #drain(): Promise<void> {
    const handle = this.#handle as FileHandle;
    for (let chunk = this.#queue[0]; chunk !== undefined; chunk = this.#queue[0]) {
      await writeAll(handle, chunk, WAV_HEADER_BYTES + this.#written);
      this.#queue.shift();
      this.#queued -= chunk.length;
      this.#written += chunk.length;
      this.#sinceHeader += 1;
      if (this.#sinceHeader % HEADER_EVERY === 0) await writeAll(handle, wavHeader(this.#written), 0);
    }
  }

  async #finish(): Promise<void> {
    if (this.#handle === undefined) return;
    // A disk that became full may have taken a part of the last piece.
    await this.#handle.truncate(WAV_HEADER_BYTES + this.#written);
    await writeAll(this.#handle, wavHeader(this.#written), 0);
    await this.#handle.sync();
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    if (this.#cause !== undefined && !this.#ending) return;
    try {
      await work();
    } catch (error) {
      this.#fail(words[(error as NodeJS.ErrnoException).code ?? ''] ?? 'fileNotWritable');
    }
  }

  #fail(cause: string): void {
    if (this.#cause !== undefined) return;
    this.#cause = cause;
    this.#queue = [];
    this.#failed();
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
