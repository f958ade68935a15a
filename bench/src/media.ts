import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark, Outcome, RunOptions } from './support/benchmark.ts';
import { exactCpuSeconds } from './support/cpu-time.ts';
import { freePorts } from './support/ports.ts';
import { ReferenceProcess } from './support/reference-process.ts';
import { median } from './support/statistics.ts';
import { Talkers } from './support/talkers.ts';

/** As of 50 calls, both ways: not so many that a busy machine loses them. */
const RELAYED_PER_SECOND = 5_000;
const PARTIES = 12;
const PACKETS_OF_A_PARTY = 50;
const BURST_MS = 5;
/** Figures of a run in which more was lost say nothing. */
const LEAST_HEARD = 0.8;

/** What the media worker spends on relaying and mixing, beside a program that only moves the same datagrams. */
export const media: Benchmark = {
  name: 'media',
  title: 'RTP of two-party calls relayed, and a conference of twelve mixed',
  run,
};

interface Round {
  readonly packets: number;
  readonly cpuSeconds: number;
}

interface Contender {
  readonly process: ReferenceProcess;
  readonly talkers: Talkers;
  /** Who talks, and to which port. */
  readonly from: readonly (readonly [talker: number, port: number])[];
}

async function run({ quick }: RunOptions, scope: AsyncDisposableStack): Promise<Outcome> {
  const { rounds, relaySeconds, mixSeconds } = quick
    ? { rounds: 2, relaySeconds: 1, mixSeconds: 1 }
    : { rounds: 4, relaySeconds: 2, mixSeconds: 3.5 };
  const relays = [await relay(scope), await bareRelay(scope, 1)] as const;
  const mixers = [await mixer(scope), await bareRelay(scope, PARTIES)] as const;
  const relayed: [Round, Round][] = [];
  const mixed: [Round, Round][] = [];
  const perParty = PACKETS_OF_A_PARTY;
  for (let round = -1; round < rounds; round += 1) {
    const one = [
      [
        await load(relays[0], RELAYED_PER_SECOND, relaySeconds),
        await load(relays[1], RELAYED_PER_SECOND, relaySeconds),
      ],
      [await load(mixers[0], perParty, mixSeconds), await load(mixers[1], perParty, mixSeconds)],
    ] as const;
    // The first round is for the compilers.
    if (round < 0) continue;
    relayed.push([...one[0]]);
    mixed.push([...one[1]]);
  }
  const perCore = ({ packets, cpuSeconds: cpu }: Round) => packets / cpu;
  const cpuMs = ({ cpuSeconds: cpu }: Round) => (cpu / mixSeconds) * 1_000;
  const compare = (pairs: readonly [Round, Round][], of: (round: Round) => number) => ({
    ours: median(pairs.map(([ours]) => of(ours))),
    reference: median(pairs.map(([, reference]) => of(reference))),
    ratio: median(pairs.map(([ours, reference]) => of(ours) / of(reference))),
  });
  return {
    comparisons: [
      {
        measure: 'packets relayed per second of CPU',
        unit: '/s',
        ...compare(relayed, perCore),
        against: 'bare dgram relay',
        aim: { of: 'ratio', atLeast: 0.8 },
      },
      {
        measure: `CPU in a second of a conference of ${PARTIES}, all talking`,
        unit: 'ms',
        ...compare(mixed, cpuMs),
        against: 'as many packets relayed bare',
      },
    ],
    references: { 'node:dgram': process.version },
    details: { packetsPerSecond: RELAYED_PER_SECOND, parties: PARTIES, rounds, relaySeconds, mixSeconds },
  };
}

/** One call: the first party talks, the second one hears. */
async function relay(scope: AsyncDisposableStack): Promise<Contender> {
  const talkers = scope.use(await Talkers.open(2));
  const plane = scope.use(await startPlane('relay', talkers));
  return { process: plane, talkers, from: [[0, plane.port]] };
}

async function mixer(scope: AsyncDisposableStack): Promise<Contender> {
  const talkers = scope.use(await Talkers.open(PARTIES));
  const plane = scope.use(await startPlane('mix', talkers));
  return { process: plane, talkers, from: plane.ports.map((port, talker) => [talker, port] as const) };
}

async function startPlane(how: 'relay' | 'mix', { ports }: Talkers): Promise<ReferenceProcess> {
  const [from = 0] = await freePorts(1);
  return await ReferenceProcess.start('media-plane', how, String(from), ...ports.map(String));
}

/** Each of as many talkers hears the next one. */
async function bareRelay(scope: AsyncDisposableStack, count: number): Promise<Contender> {
  const talkers = scope.use(await Talkers.open(count));
  const bare = scope.use(await ReferenceProcess.start('bare-relay', ...talkers.ports.map(String)));
  return { process: bare, talkers, from: bare.ports.map((port, talker) => [talker, port] as const) };
}

/** Lets everybody talk at this rate; counts what was heard, and the CPU of the process between. */
async function load(
  { process: subject, talkers, from }: Contender,
  perSecond: number,
  seconds: number,
): Promise<Round> {
  const [heard, cpu] = [talkers.heard, exactCpuSeconds(subject.pid)];
  const start = performance.now();
  let said = 0;
  for (let passed = 0; passed < seconds * 1_000; passed = performance.now() - start) {
    for (; said < (passed * perSecond) / 1_000; said += 1) {
      for (const [talker, port] of from) talkers.say(talker, port);
    }
    await delay(BURST_MS);
  }
  await delay(100);
  const packets = talkers.heard - heard;
  const sent = said * from.length;
  if (packets < sent * LEAST_HEARD) throw new Error(`only ${packets} of ${sent} packets were heard`);
  return { packets, cpuSeconds: exactCpuSeconds(subject.pid) - cpu };
}
