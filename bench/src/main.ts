import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { action } from './action.ts';
import { callsPerSecond } from './calls-per-second.ts';
import { endurance } from './endurance.ts';
import { historySearch } from './history-search.ts';
import { httpGet } from './http-get.ts';
import { matching } from './matching.ts';
import { media } from './media.ts';
import { registrations } from './registrations.ts';
import { relayedCalls } from './relayed-calls.ts';
import { ringingWebhook } from './ringing-webhook.ts';
import type { Benchmark, RunOptions } from './support/benchmark.ts';
import { type CommandLine, readCommandLine, UsageError } from './support/command-line.ts';
import { machine } from './support/machine.ts';
import { keepResult } from './support/results.ts';
import { table } from './support/table.ts';

const benchmarks: readonly Benchmark[] = [
  httpGet,
  matching,
  ringingWebhook,
  action,
  registrations,
  callsPerSecond,
  media,
  relayedCalls,
];
/** Take minutes: only when they are named. */
const apart: readonly Benchmark[] = [endurance, historySearch];

const USAGE = `Usage: npm run bench -- [name…] [--quick] [--profile] [--minutes 10] [--calls 500]

  --quick    some seconds each, rougher; bench/results stays as it is
  --profile  run the server with V8's CPU profiler and say where its profiles lie; figures are lower, and not kept
  --minutes, --calls  of endurance, which runs only when it is named

${[...benchmarks, ...apart].map(({ name, title }) => `  ${name.padEnd(18)}${title}`).join('\n')}`;

async function main(): Promise<void> {
  let wish: CommandLine;
  try {
    wish = readCommandLine(
      process.argv.slice(2),
      benchmarks.map(({ name }) => name),
      apart.map(({ name }) => name),
    );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
    return;
  }
  if (wish.help) {
    console.log(USAGE);
    return;
  }
  const { cpu, cores, node } = machine();
  console.log(`${cpu}, ${cores} cores, Node ${node}${wish.quick ? ', quick: figures are rough' : ''}`);
  const profileDir = wish.profile ? await mkdtemp(join(tmpdir(), 'cordboard-profile-')) : undefined;
  for (const benchmark of [...benchmarks, ...apart]) {
    if (wish.names.includes(benchmark.name)) await runOne(benchmark, { ...wish, profileDir });
  }
  if (profileDir !== undefined) console.log(`\nCPU profiles of the server: ${profileDir}`);
}

async function runOne(benchmark: Benchmark, options: RunOptions): Promise<void> {
  console.log(`\n${benchmark.name}: ${benchmark.title}`);
  const start = performance.now();
  const scope = new AsyncDisposableStack();
  try {
    const outcome = await benchmark.run(options, scope);
    if ('skipped' in outcome) {
      console.log(`  skipped: ${outcome.skipped}`);
      return;
    }
    console.log(table(outcome.comparisons));
    console.log(`  ${Math.round((performance.now() - start) / 1_000)} s`);
    if (!options.quick && options.profileDir === undefined) await keepResult(benchmark.name, outcome, new Date());
  } catch (error) {
    console.error(`  failed: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  } finally {
    await scope.disposeAsync();
  }
}

// Exit handlers end child processes and remove folders, also when the run is broken off.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await main();
