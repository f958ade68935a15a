import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './until.ts';

interface Terminal {
  readonly child: ChildProcess;
  output: string;
  /** Where in the output the next expected words are looked for. */
  read: number;
}

/** Terminals by name, each a shell in the same folder, as a reader of a guide has them. */
export class Terminals {
  readonly #terminals = new Map<string, Terminal>();
  readonly #cwd: string;
  readonly #env: Record<string, string | undefined>;

  constructor(cwd: string, env: Record<string, string | undefined>) {
    this.#cwd = cwd;
    this.#env = env;
  }

  /** Types lines into a terminal: a command, or input of the command that runs there. */
  type(name: string, lines: string): void {
    this.#terminal(name).child.stdin?.write(`${lines}\n`);
  }

  /** Waits until the terminal shows the words, after those that were expected before; `…` stands for anything. */
  async shows(name: string, words: string): Promise<void> {
    const terminal = this.#terminal(name);
    const pattern = new RegExp(words.split('…').map(RegExp.escape).join('[^\\n]*'));
    const found = () => pattern.exec(terminal.output.slice(terminal.read)) ?? undefined;
    const match = await until(found, words, 20_000).catch(() => undefined);
    if (match === undefined) {
      throw new Error(`Terminal ${name} does not show "${words}". It shows:\n${terminal.output.slice(-2_000)}`);
    }
    terminal.read += match.index + match[0].length;
  }

  async close(): Promise<void> {
    for (const { child } of this.#terminals.values()) {
      const gone = once(child, 'exit');
      // The whole group: what the shell started ends with it.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      await gone;
    }
  }

  #terminal(name: string): Terminal {
    const known = this.#terminals.get(name);
    if (known !== undefined) return known;
    const child = spawn('bash', ['--noprofile', '--norc'], { cwd: this.#cwd, env: this.#env, detached: true });
    const terminal: Terminal = { child, output: '', read: 0 };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        terminal.output += chunk.toString();
      });
    }
    this.#terminals.set(name, terminal);
    return terminal;
  }
}
