import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const END_LIMIT_MS = 5_000;

interface ChildOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A process of its own that ends with us, however we end. */
export class Child implements AsyncDisposable {
  /** The last of what it printed. */
  output = '';
  readonly #process: ChildProcess;
  readonly #killAtExit = () => this.#process.kill('SIGKILL');
  readonly #exited: Promise<unknown>;

  constructor(command: string, args: readonly string[], { cwd, env = {} }: ChildOptions = {}) {
    this.#process = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exited = once(this.#process, 'exit');
    this.#exited.catch(() => {});
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk) => {
        this.output = (this.output + chunk).slice(-20_000);
      });
    }
    process.once('exit', this.#killAtExit);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get running(): boolean {
    return this.#process.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** The exit code; null after a signal. */
  async exit(): Promise<number | null> {
    if (this.running) await this.#exited;
    return this.#process.exitCode;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Asks it to end, and ends it when it does not. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGTERM');
    const late = setTimeout(() => this.signal('SIGKILL'), END_LIMIT_MS);
    await this.exit();
    clearTimeout(late);
    process.removeListener('exit', this.#killAtExit);
  }
}
