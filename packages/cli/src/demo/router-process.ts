import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../../../../apps/call-router/src/main.ts');

const rules = `endpoints: ["2880"]
country: CA
timezone: America/Toronto
rules:
  - name: Ottawa
    area: [613, 343]
    to: "2881"
default: stay
`;

interface Options {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** For the rules file. */
  readonly folder: string;
  readonly onLine: (line: string) => void;
}

/** The call router as an operator runs it: a program of its own that uses nothing but the API. */
export class RouterProcess {
  static readonly rules = rules;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves when it is subscribed. @throws Error with its words when it ends instead */
  static async start({ url, username, password, folder, onLine }: Options): Promise<RouterProcess> {
    const file = join(folder, 'rules.yaml');
    await writeFile(file, rules);
    const child = spawn(process.execPath, [program, '--rules', file, '--listen', '127.0.0.1:0', '--trace'], {
      env: { ...process.env, CORDBOARD_URL: url, CORDBOARD_USERNAME: username, CORDBOARD_PASSWORD: password },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ready = Promise.withResolvers<void>();
    const words: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const text = line.replace(/^\S+Z /, '');
        words.push(text);
        onLine(text);
        if (text.startsWith('ready:')) ready.resolve();
      });
    }
    child.once('close', (code) => ready.reject(new Error(`the call router ended (${code}): ${words.join('; ')}`)));
    await ready.promise;
    return new RouterProcess(child);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    await gone;
  }
}
