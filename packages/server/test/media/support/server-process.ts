import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '../../../src/config.ts';
import { Api } from './api.ts';
import { PASSWORD, type Person } from './people.ts';

const program = join(import.meta.dirname, 'killed-server.ts');

/** A server in a process of its own, to be killed. */
export class ServerProcess {
  readonly url: string;
  readonly sipPort: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, { url, registrar }: { url: string; registrar: string }) {
    this.#child = child;
    this.url = url;
    this.sipPort = Number(registrar.split(':').at(-1));
  }

  static async start(config: Config): Promise<ServerProcess> {
    const child = spawn(process.execPath, [program, JSON.stringify(config)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const ended = once(child, 'exit').then(() => {
      throw new Error('the server ended at its start');
    });
    const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
    ended.catch(() => {});
    return new ServerProcess(child, JSON.parse(line));
  }

  as({ email }: Person): Promise<Api> {
    return new Api(this.url).signIn(email, PASSWORD);
  }

  /** kill -9 unless told otherwise; resolves when the process is gone. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill(signal);
    await gone;
  }
}
