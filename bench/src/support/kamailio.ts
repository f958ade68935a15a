import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Child } from './child.ts';
import { freePorts } from './ports.ts';
import { Scratch } from './scratch.ts';
import { until } from './until.ts';

/** One a core. */
const WORKERS = 2;
/** Shared memory for transactions, which linger: the default of 64 MB is for fewer calls. */
const MEMORY_MB = '768';

/** kamailio on loopback. */
export class Kamailio implements AsyncDisposable {
  readonly sipPort: number;
  readonly #child: Child;
  readonly #folder: Scratch;

  private constructor(o: { sipPort: number; child: Child; folder: Scratch }) {
    this.sipPort = o.sipPort;
    this.#child = o.child;
    this.#folder = o.folder;
  }

  /** `config`: the text of its configuration. */
  static async start(config: (port: number, workers: number) => string): Promise<Kamailio> {
    const folder = await Scratch.create();
    const [sipPort = 0] = await freePorts(1);
    const file = join(folder.path, 'kamailio.cfg');
    await writeFile(file, config(sipPort, WORKERS));
    const child = new Child('kamailio', ['-f', file, '-DD', '-E', '-m', MEMORY_MB, '-Y', folder.path]);
    await until(() => child.output.includes('Listening on') || !child.running, 'kamailio');
    if (!child.running) throw new Error(`kamailio ended at start:\n${child.output}`);
    return new Kamailio({ sipPort, child, folder });
  }

  get pid(): number {
    return this.#child.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}
