import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PhoneOptions } from '@cordboard/phone';

const script = fileURLToPath(new URL('./phone-process.ts', import.meta.url));

/** A telephone that answers every call, and whose plug can be pulled: no BYE, no RTP, nothing any more. */
export class PhoneWithPlug {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Resolves once it is registered. */
  static async start(o: PhoneOptions): Promise<PhoneWithPlug> {
    const child = fork(script, [JSON.stringify(o)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('The phone ended before it was registered')));
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => {});
    return new PhoneWithPlug(child);
  }

  async pull(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }
}
