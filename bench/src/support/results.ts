import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from './benchmark.ts';
import { machine } from './machine.ts';

const folder = join(import.meta.dirname, '..', '..', 'results');

/** Keeps the last full run of a benchmark in `bench/results`. */
export async function keepResult(name: string, outcome: Outcome, now: Date): Promise<void> {
  const result = { benchmark: name, date: now.toISOString(), machine: machine(), ...outcome };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(result, rounded, 2)}\n`);
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
