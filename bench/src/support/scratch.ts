import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the time of a run. It is removed also when the run is broken off. */
export class Scratch implements Disposable {
  readonly path: string;
  readonly #remove: () => void;

  private constructor(path: string) {
    this.path = path;
    this.#remove = () => rmSync(path, { recursive: true, force: true });
    process.once('exit', this.#remove);
  }

  static async create(): Promise<Scratch> {
    return new Scratch(await mkdtemp(join(tmpdir(), 'cordboard-bench-')));
  }

  [Symbol.dispose](): void {
    process.removeListener('exit', this.#remove);
    this.#remove();
  }
}
