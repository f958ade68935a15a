import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './child.ts';
import { Scratch } from './scratch.ts';
import { CALLEE, CALLER } from './sipp-scenarios.ts';
import { until } from './until.ts';

interface Calls {
  readonly rate: number;
  readonly seconds: number;
  readonly extension: string;
  readonly serverPort: number;
  readonly callerPort: number;
  readonly calleePort: number;
}

export interface Verdict {
  readonly calls: number;
  readonly failed: number;
  /** Messages that either end of the calls sent again. */
  readonly retransmissions: number;
}

/** How long calls may take to end after the last was placed, their second of talk included. */
const TAIL_MS = 3_000;
const LOOK_EVERY_MS = 100;

/** Plays calls with sipp on both ends. After the first fault no more are placed: there is nothing more to learn. */
export class Sipp implements AsyncDisposable {
  readonly #folder: Scratch;
  #runs = 0;

  private constructor(folder: Scratch) {
    this.#folder = folder;
    writeFileSync(join(folder.path, 'caller.xml'), CALLER);
    writeFileSync(join(folder.path, 'callee.xml'), CALLEE);
  }

  static async create(): Promise<Sipp> {
    return new Sipp(await Scratch.create());
  }

  async play({ rate, seconds, extension, serverPort, callerPort, calleePort }: Calls): Promise<Verdict> {
    const count = Math.round(rate * seconds);
    const callee = this.#start('callee', calleePort, count, []);
    const target = ['-s', extension, '-r', String(rate), '-l', String(count), `127.0.0.1:${serverPort}`];
    const caller = this.#start('caller', callerPort, count, target);
    try {
      const look = () => !caller.child.running || caller.faulty() || callee.faulty();
      await until(look, 'the end', { timeoutMs: seconds * 1_000 + TAIL_MS, everyMs: LOOK_EVERY_MS }).catch(() => {});
      // Calls that have begun end in order, so that they do not weigh on the next run (sipp: SIGUSR1 places no more).
      if (caller.child.running) caller.child.signal('SIGUSR1');
      await until(() => !caller.child.running, 'the last calls', { timeoutMs: TAIL_MS }).catch(() => {});
      const stuck = caller.child.running;
      const ends = [caller.totals(), callee.totals()];
      return {
        calls: count,
        failed: Math.max(...ends.map(({ failed }) => failed), stuck ? 1 : 0),
        retransmissions: ends.reduce((sum, one) => sum + one.retransmissions, 0),
      };
    } finally {
      await Promise.all([caller.child[Symbol.asyncDispose](), callee.child[Symbol.asyncDispose]()]);
      for (const { file } of [caller, callee]) rmSync(file, { force: true });
    }
  }

  #start(scenario: 'caller' | 'callee', port: number, count: number, args: readonly string[]) {
    this.#runs += 1;
    const file = join(this.#folder.path, `${scenario}-${this.#runs}.csv`);
    const options = ['-sf', `${scenario}.xml`, '-i', '127.0.0.1', '-p', String(port), '-m', String(count)];
    const counting = ['-trace_stat', '-stf', file, '-fd', `${LOOK_EVERY_MS}ms`, '-nostdin'];
    const child = new Child('sipp', [...options, ...counting, ...args], {
      cwd: this.#folder.path,
      env: { TERM: 'dumb' },
    });
    const totals = () => readTotals(file);
    const faulty = () => totals().failed + totals().retransmissions > 0;
    return { child, file, totals, faulty };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#folder[Symbol.dispose]();
  }
}

/** The last line of sipp's counters; nothing yet is no fault. */
function readTotals(file: string): { failed: number; retransmissions: number } {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const names = lines[0]?.split(';') ?? [];
  const values = lines.length > 1 ? (lines.at(-1)?.split(';') ?? []) : [];
  const of = (name: string) => Number(values[names.indexOf(name)] ?? 0);
  return { failed: of('FailedCall(C)'), retransmissions: of('Retransmissions(C)') };
}
