import { join } from 'node:path';
import { Child } from './child.ts';
import { until } from './until.ts';

const folder = join(import.meta.dirname, '..', 'references');

/** A program of `bench/src/references` in a process of its own. It prints the port that it listens at. */
export class ReferenceProcess implements AsyncDisposable {
  readonly port: number;
  readonly #child: Child;

  private constructor(child: Child, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(program: string, ...args: string[]): Promise<ReferenceProcess> {
    const child = new Child(process.execPath, [join(folder, `${program}.ts`), ...args]);
    const look = () => {
      if (!child.running) throw new Error(`${program} ended at start:\n${child.output}`);
      return /^port (\d+)$/m.exec(child.output)?.[1];
    };
    return new ReferenceProcess(child, Number(await until(look, `the port of ${program}`)));
  }

  /** All ports that it printed, when there are several. */
  get ports(): number[] {
    return (/^ports ([\d ]+)$/m.exec(this.#child.output)?.[1] ?? '').split(' ').map(Number);
  }

  get pid(): number {
    return this.#child.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
