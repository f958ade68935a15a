import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Api } from './support/api.ts';
import type { Benchmark, Outcome, RunOptions } from './support/benchmark.ts';
import { exactCpuSeconds } from './support/cpu-time.ts';
import { ServerProcess } from './support/server-process.ts';
import { AnsweringPhone, mediaPortOf } from './support/sip/answering-phone.ts';
import type { BareCall } from './support/sip/bare-call.ts';
import { BareTrunk } from './support/sip/bare-trunk.ts';
import { register } from './support/sip/register.ts';
import { Talkers } from './support/talkers.ts';

const EXTENSION = '2880';
const CALLS_PER_SECOND = 20;
const FRAME_MS = 20;
const SAMPLE_EVERY_MS = 5_000;

/** Calls from the trunk that are held with their audio both ways, for minutes; not among those that run by default. */
export const endurance: Benchmark = {
  name: 'endurance',
  title: 'many calls held with RTP both ways: none lost, memory flat',
  run,
};

async function run(
  { quick, profileDir, minutes, calls: wanted }: RunOptions,
  scope: AsyncDisposableStack,
): Promise<Outcome> {
  const count = quick ? 20 : wanted;
  const holdMs = quick ? 10_000 : minutes * 60_000;
  const server = scope.use(await ServerProcess.start({ profileDir }));
  const api = scope.use(await Api.signIn(server));
  const callers = scope.use(await Talkers.open(count));
  const callees = scope.use(await Talkers.open(count));
  const phone = scope.use(await AnsweringPhone.open({ serverPort: server.sipPort, mediaPorts: callees.ports }));
  const credentials = await api.createPhone(EXTENSION);
  await register({ ...credentials, registrarPort: server.sipPort, contactPort: phone.port });
  const trunk = scope.use(await BareTrunk.open({ localPort: server.trunkPort, serverPort: server.sipPort }));

  const calls: BareCall[] = [];
  for (const mediaPort of callers.ports) {
    const call = trunk.call({ from: `+1613555${1_000 + calls.length}`, to: EXTENSION, mediaPort });
    await call.until(200);
    calls.push(call);
    await delay(1_000 / CALLS_PER_SECOND);
  }
  const ways = calls.map(
    (call, index) => [mediaPortOf(call.answer), phone.calls[index]?.serverMediaPort ?? 0] as const,
  );
  const memory: number[] = [];
  const cpuBefore = exactCpuSeconds(server.pid);
  const start = performance.now();
  let frames = 0;
  for (let passed = 0; passed < holdMs; passed = performance.now() - start) {
    for (; frames * FRAME_MS < passed; frames += 1) {
      for (const [index, [callerPort, calleePort]] of ways.entries()) {
        callers.say(index, callerPort);
        callees.say(index, calleePort);
      }
    }
    if (memory.length * SAMPLE_EVERY_MS <= passed) memory.push(residentMegabytes(server.pid));
    await delay(2);
  }
  const cpu = (exactCpuSeconds(server.pid) - cpuBefore) / (holdMs / 1_000);
  await delay(200);
  const heard = callers.heard + callees.heard;
  const live = await gauge(server, 'pbx_legs');
  await Promise.all(calls.map((call) => call.bye()));
  await delay(500);
  const left = await gauge(server, 'pbx_legs');
  const said = frames * count * 2;
  const [first = 0, last = 0] = [memory[Math.floor(memory.length / 4)], memory.at(-1)];
  return {
    comparisons: [
      {
        measure: `lines that live after ${holdMs / 1_000} s`,
        ...{ unit: '', ours: live, reference: count * 2, ratio: live / (count * 2) },
        ...{ against: 'lines of answered calls', aim: { of: 'ratio', atLeast: 1 } },
      },
      {
        measure: 'lines that are left when all have hung up',
        ...{ unit: '', ours: left, reference: count * 2, ratio: left / (count * 2) },
        ...{ against: 'lines of answered calls', aim: { of: 'ours', below: 1 } },
      },
      {
        measure: 'RTP packets heard at the far end',
        ...{ unit: '', ours: heard, reference: said, ratio: heard / said },
        ...{ against: 'packets said', aim: { of: 'ratio', atLeast: 0.999 } },
      },
      {
        measure: 'memory at the end',
        ...{ unit: 'MB', ours: last, reference: first, ratio: last / first },
        ...{ against: 'memory after a quarter of the time', aim: { of: 'ratio', below: 1.1 } },
      },
    ],
    references: {},
    details: { calls: count, holdMs, cpuCores: cpu, megabytes: memory, megabytesPerMinute: slope(memory) },
  };
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}

/** Least squares through the later three quarters: the first is for the compilers. */
function slope(memory: readonly number[]): number {
  const later = memory.slice(Math.floor(memory.length / 4));
  const mean = later.reduce((sum, one) => sum + one, 0) / later.length;
  const middle = (later.length - 1) / 2;
  const [over, under] = later.reduce(
    ([o, u], one, at) => [o + (at - middle) * (one - mean), u + (at - middle) ** 2] as const,
    [0, 0] as readonly [number, number],
  );
  return under === 0 ? 0 : (over / under) * (60_000 / SAMPLE_EVERY_MS);
}

async function gauge(server: ServerProcess, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^cordboard_${name} (\\d+)$`, 'm').exec(text)?.[1]);
}
