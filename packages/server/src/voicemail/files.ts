import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What is made here is for its owner alone. */
const FOLDER_MODE = 0o700;

/** The folder of the messages' sound. */
export class VoicemailFiles {
  readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'voicemail');
  }

  /** Makes the folder. @throws what the file system throws */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: FOLDER_MODE });
  }

  pathOf(messageId: string): string {
    return join(this.folder, `${messageId}.wav`);
  }

  /** One that is gone already is no fault. */
  async remove(messageId: string): Promise<void> {
    await rm(this.pathOf(messageId), { force: true });
  }

  /** Ids of the messages whose sound is there. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.folder);
    return names.filter((name) => name.endsWith('.wav')).map((name) => name.slice(0, -'.wav'.length));
  }
}
