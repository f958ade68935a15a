import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark, Outcome, RunOptions, Skipped } from './support/benchmark.ts';
import { pin } from './support/pin.ts';
import { hasProgram } from './support/programs.ts';
import { RateSearch } from './support/rate-search.ts';
import { ReferenceProcess } from './support/reference-process.ts';
import { Talkers } from './support/talkers.ts';

/** Calls that are set up; trials use the first of them. */
const MOST_CALLS = 1_600;
const RTP_PORTS_FROM = 12_000;
const FRAMES_PER_SECOND = 50;
const LOSS_LIMIT = 0.001;
/** When the search ends and the proof begins. */
const SEARCH_MS = 22_000;
const LIMIT_MS = 50_000;
/** Part of the frames that must be said in time: else those who talk are at their end, and nobody knows who relays. */
const LEAST_SAID = 0.99;

interface Contender {
  readonly name: 'relay' | 'bare';
  readonly talkers: Talkers;
  /** Where each talker talks to: the two of a call beside each other. */
  readonly ports: readonly number[];
}

interface Played {
  readonly calls: number;
  readonly seconds: number;
  readonly said: number;
  readonly lost: number;
  /** Could those who talk keep up? */
  readonly inTime: boolean;
}

/** How many calls, talking both ways, one core relays with less than 0.1 % of their packets lost. */
export const relayedCalls: Benchmark = {
  name: 'relayed-calls',
  title: 'calls relayed by one core with less than 0.1 % lost; all who talk are on the other one',
  run,
};

async function run({ quick }: RunOptions, scope: AsyncDisposableStack): Promise<Outcome | Skipped> {
  if (!hasProgram('taskset')) return { skipped: 'taskset is not installed (Debian package util-linux)' };
  if (availableParallelism() < 2) return { skipped: 'there is one core only' };
  pin(process.pid, '1');
  scope.defer(() => pin(process.pid, `0-${availableParallelism() - 1}`));
  const most = quick ? 200 : MOST_CALLS;
  const contenders = [await relay(most, scope), await bareRelay(most, scope)] as const;
  for (const contender of contenders) await talk(contender, 100, 2);
  const { trials, proven } = await seek(contenders, { most, quick });
  const [ours, reference] = [proven.relay ?? 0, proven.bare ?? 0];
  return {
    comparisons: [
      {
        measure: `calls relayed on one core, under ${LOSS_LIMIT * 100} % lost`,
        ...{ unit: '', ours, reference, ratio: ours / reference },
        ...{ against: 'bare dgram relay', aim: { of: 'ratio', atLeast: 0.8 } },
      },
    ],
    references: { 'node:dgram': process.version },
    details: { mostCalls: most, trials },
  };
}

async function relay(calls: number, scope: AsyncDisposableStack): Promise<Contender> {
  const talkers = scope.use(await Talkers.open(calls * 2));
  const args = ['relay', String(RTP_PORTS_FROM), ...talkers.ports.map(String)];
  const plane = scope.use(await ReferenceProcess.start('media-plane', ...args));
  pin(plane.pid, '0');
  return { name: 'relay', talkers, ports: plane.ports };
}

/** As many streams, each from the one of a call to the other one. */
async function bareRelay(calls: number, scope: AsyncDisposableStack): Promise<Contender> {
  const talkers = scope.use(await Talkers.open(calls * 2));
  const others = talkers.ports.map((_, index) => String(talkers.ports[index ^ 1]));
  const bare = scope.use(await ReferenceProcess.start('bare-relay', ...others));
  pin(bare.pid, '0');
  return { name: 'bare', talkers, ports: bare.ports };
}

/** Both searches take turns, so that what else the machine does falls on both. */
async function seek(contenders: readonly Contender[], { most, quick }: { most: number; quick: boolean }) {
  const search = () =>
    new RateSearch({ from: quick ? 50 : 200, probeSeconds: 1, proofSeconds: quick ? 1 : 5, resolution: 0.1 });
  const searches = { relay: search(), bare: search() };
  const trials = { relay: [] as Played[], bare: [] as Played[] };
  const start = performance.now();
  for (let busy = true; busy; ) {
    busy = false;
    for (const contender of contenders) {
      const elapsed = performance.now() - start;
      const one = searches[contender.name];
      if (elapsed > (quick ? 4_000 : SEARCH_MS)) one.prove();
      const trial = one.next();
      if (trial === undefined || elapsed + trial.seconds * 1_000 > LIMIT_MS) continue;
      const played = trial.rate > most ? undefined : await talk(contender, trial.rate, trial.seconds);
      if (played !== undefined) trials[contender.name].push(played);
      one.tell(played?.inTime === true && played.lost <= played.said * LOSS_LIMIT);
      busy = true;
    }
  }
  return { trials, proven: { relay: searches.relay.proven, bare: searches.bare.proven } };
}

/** The first so many calls talk both ways; their frames are spread over time, as those of telephones are. */
async function talk({ talkers, ports }: Contender, calls: number, seconds: number): Promise<Played> {
  const heard = talkers.heard;
  const perMs = (calls * 2 * FRAMES_PER_SECOND) / 1_000;
  const start = performance.now();
  let said = 0;
  for (let passed = 0; passed < seconds * 1_000; passed = performance.now() - start) {
    for (const due = passed * perMs; said < due; said += 1) {
      const talker = said % (calls * 2);
      talkers.say(talker, ports[talker] as number);
    }
    await delay(1);
  }
  await delay(300);
  return {
    calls,
    seconds,
    said,
    lost: said - (talkers.heard - heard),
    inTime: said >= perMs * seconds * 1_000 * LEAST_SAID,
  };
}
