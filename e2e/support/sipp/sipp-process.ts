import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SippSettings {
  /** What is played, one after the other, in sipp's own XML. */
  readonly steps: readonly string[];
  readonly localPort: number;
  /** Whom it calls, and where; left out, it waits for a call. */
  readonly to?: string;
  readonly server?: { readonly host: string; readonly port: number };
  /** Further options of sipp. */
  readonly options?: readonly string[];
  readonly timeoutSeconds?: number;
}

/** sipp playing one scenario once. */
export class SippProcess {
  output = '';
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    child.stdout?.on('data', (chunk) => this.#keep(chunk));
    child.stderr?.on('data', (chunk) => this.#keep(chunk));
  }

  static async start(settings: SippSettings): Promise<SippProcess> {
    const { steps, localPort, to, server, options = [], timeoutSeconds = 60 } = settings;
    const folder = await mkdtemp(join(tmpdir(), 'sipp-'));
    await writeFile(
      join(folder, 'scenario.xml'),
      `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="one">\n${steps.join('\n')}\n</scenario>\n`,
    );
    const called = server === undefined ? [] : ['-s', to ?? '', `${server.host}:${server.port}`];
    const child = spawn(
      'sipp',
      [
        ...['-sf', 'scenario.xml', '-m', '1', '-nostdin', '-trace_msg', '-message_file', 'messages.log'],
        ...['-trace_err', '-error_file', 'errors.log', '-trace_logs', '-log_file', 'notes.log'],
        ...['-timeout', `${timeoutSeconds}s`, '-timeout_error'],
        ...['-i', '127.0.0.1', '-p', String(localPort), ...options, ...called],
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    return new SippProcess(child, folder);
  }

  /** sipp's own verdict once its call is over: 0 when everything came as written. */
  async verdict(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  /** What came otherwise than written, once its call is over: nothing when all is well. */
  async faults(): Promise<string> {
    if ((await this.verdict()) === 0) return '';
    const errors = await this.#read('errors.log');
    return `${errors === '' ? this.output.slice(-2_000) : errors}\n${await this.#read('messages.log')}`;
  }

  /** What has come over the wire until now, such as `200 INVITE` and `BYE`. */
  async heard(): Promise<string[]> {
    const received = (await this.#read('messages.log'))
      .split(/^-{20,}.*$/m)
      .filter((part) => /message received/.test(part));
    return received.map((text) => {
      const status = /^SIP\/2.0 (\d+)/m.exec(text)?.[1];
      const method = /^CSeq: \d+ (\w+)/m.exec(text)?.[1] ?? '';
      return status === undefined ? method : `${status} ${method}`;
    });
  }

  /** What the steps have noted until now. */
  notes(): Promise<string> {
    return this.#read('notes.log');
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  #read(name: string): Promise<string> {
    return readFile(join(this.#folder, name), 'utf8').catch(() => '');
  }

  #keep(chunk: Buffer): void {
    this.output = (this.output + chunk).slice(-20_000);
  }
}
