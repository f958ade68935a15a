import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Receiver } from './support/receiver.ts';
import { until } from './support/until.ts';

const program = join(import.meta.dirname, 'support/killed-publisher.ts');
const KILLS = 4;

test('kill -9 in the middle of it loses nothing, and no subject goes back behind itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-kill-'));
  const receiver = await Receiver.start();
  const children: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of children) child.kill('SIGKILL');
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
  });
  let requests = 0;
  receiver.reply = () => {
    requests += 1;
    return { status: requests % 10 === 0 ? 500 : 200 };
  };
  const committed: number[] = [];
  const start = (first: number): ChildProcess => {
    const child = spawn(process.execPath, [program, folder, receiver.url, String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    child.stdout!.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n')) if (line) committed.push(Number(line));
    });
    return child;
  };
  const kill = async (child: ChildProcess) => {
    const exited = once(child, 'close');
    child.kill('SIGKILL');
    await exited;
  };

  for (let round = 1; round <= KILLS; round += 1) {
    const child = start(round * 1_000_000);
    const before = receiver.received.length;
    await until(() => receiver.received.length > before + 20 + 15 * round, 'deliveries');
    await kill(child);
  }
  const last = start(0);
  const delivered = () => new Set(receiver.numbers);
  await until(() => committed.every((n) => delivered().has(n)), 'everything committed');
  await kill(last);

  for (const call of ['0', '1', '2']) {
    const numbers = receiver.numbersOf(`/2017-09-01/endpoints/2880/calls/${call}`) as number[];
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
});
