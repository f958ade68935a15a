import { Api } from './support/api.ts';
import type { Benchmark, Comparison, Outcome, RunOptions, Skipped } from './support/benchmark.ts';
import { cpuSeconds } from './support/cpu-time.ts';
import { Kamailio } from './support/kamailio.ts';
import { kamailioProxy } from './support/kamailio-config.ts';
import { freePorts } from './support/ports.ts';
import { hasProgram, versionOf } from './support/programs.ts';
import { RateSearch, type Trial } from './support/rate-search.ts';
import { ServerProcess } from './support/server-process.ts';
import { register } from './support/sip/register.ts';
import { Sipp, type Verdict } from './support/sipp.ts';
import { until } from './support/until.ts';
import { WebhookReceiver } from './support/webhook-receiver.ts';

const EXTENSION = '2880';
/** After so long the search ends and the proofs begin; when all must be over. */
const SEARCH_MS = 27_000;
const LIMIT_MS = 56_000;
/** A trial takes longer than its calls are placed: their second of talk, and the start of sipp. */
const TRIAL_TAIL_MS = 1_500;
/** Over which the rate must hold. */
const PROOF_SECONDS = 10;
const AGAINST = 'kamailio, stateful record-routing proxy';

interface Contender {
  readonly name: 'pbx' | 'kamailio';
  readonly pid: number;
  readonly serverPort: number;
  readonly callerPort: number;
  readonly calleePort: number;
  /** What must come of so many calls, beside the calls. */
  told(calls: number): Promise<boolean>;
  /** Ends what a trial that failed has left. */
  tidy(): Promise<void>;
}

type Played = Verdict & Trial & { readonly clean: boolean; readonly cpuMsPerCall: number };

/** Calls through the PBX, events and a webhook each included, beside a proxy that only passes messages on. */
export const callsPerSecond: Benchmark = {
  name: 'calls-per-second',
  title: 'calls of one second without a retransmission, sipp on both ends',
  run,
};

async function run(options: RunOptions, scope: AsyncDisposableStack): Promise<Outcome | Skipped> {
  if (!hasProgram('sipp')) return { skipped: 'sipp is not installed (Debian package sip-tester)' };
  if (!hasProgram('kamailio')) return { skipped: 'kamailio is not installed (Debian package kamailio)' };
  const sipp = scope.use(await Sipp.create());
  const contenders = [await startPbx(options, scope), await startKamailio(scope)] as const;
  const play = (contender: Contender, trial: Trial) => playTrial(sipp, contender, trial);

  const references = { kamailio: versionOf('kamailio', '-v'), sipp: versionOf('sipp', '-v') };
  if (options.quick) {
    const trials = { pbx: [] as Played[], kamailio: [] as Played[] };
    for (const contender of contenders) trials[contender.name].push(await play(contender, { rate: 100, seconds: 2 }));
    return { comparisons: [compareCpu(trials)], references };
  }
  const { trials, proven } = await seek(contenders, play);
  return { comparisons: [compareRates(trials, proven), compareCpu(trials)], references, details: { proven, trials } };
}

async function startPbx({ profileDir }: RunOptions, scope: AsyncDisposableStack): Promise<Contender> {
  const server = scope.use(await ServerProcess.start({ profileDir }));
  const receiver = scope.use(await WebhookReceiver.start());
  const api = scope.use(await Api.signIn(server));
  const credentials = await api.createPhone(EXTENSION);
  const [calleePort = 0] = await freePorts(1);
  await register({ ...credentials, registrarPort: server.sipPort, contactPort: calleePort });
  await api.subscribeToRinging(receiver.url);
  let expected = 0;
  const told = async (calls: number) => {
    expected += calls;
    const all = () => receiver.received >= expected;
    const inTime = await until(all, 'the webhooks', { timeoutMs: 1_000 }).catch(() => false);
    expected = Math.max(expected, receiver.received);
    return inTime;
  };
  const { pid, sipPort: serverPort, trunkPort: callerPort } = server;
  return { name: 'pbx', pid, serverPort, callerPort, calleePort, told, tidy: () => endCalls(api) };
}

async function endCalls(api: Api): Promise<void> {
  const { body } = await api.must('GET', `/endpoints/${EXTENSION}/calls`);
  const left: { callId: string }[] = body._embedded.items;
  await Promise.all(
    left.map(({ callId }) => api.call('PUT', `/endpoints/${EXTENSION}/calls/${callId}`, { action: 'end' })),
  );
}

async function startKamailio(scope: AsyncDisposableStack): Promise<Contender> {
  const { pid, sipPort: serverPort } = scope.use(await Kamailio.start(kamailioProxy));
  const [callerPort = 0, calleePort = 0] = await freePorts(2);
  await register({ username: EXTENSION, registrarPort: serverPort, contactPort: calleePort });
  return { name: 'kamailio', pid, serverPort, callerPort, calleePort, told: async () => true, tidy: async () => {} };
}

async function playTrial(sipp: Sipp, contender: Contender, trial: Trial): Promise<Played> {
  const { serverPort, callerPort, calleePort, pid } = contender;
  const before = cpuSeconds(pid);
  const verdict = await sipp.play({ ...trial, extension: EXTENSION, serverPort, callerPort, calleePort });
  const good = verdict.failed + verdict.retransmissions === 0;
  const told = good && (await contender.told(verdict.calls));
  const after = cpuSeconds(pid);
  if (!told) await contender.tidy();
  const cpu = before === undefined || after === undefined ? Number.NaN : after - before;
  return { ...trial, ...verdict, clean: told, cpuMsPerCall: (cpu / verdict.calls) * 1_000 };
}

/** Both searches take turns, so that what else the machine does falls on both. */
async function seek(contenders: readonly Contender[], play: (contender: Contender, trial: Trial) => Promise<Played>) {
  const search = () => new RateSearch({ from: 400, probeSeconds: 1, proofSeconds: PROOF_SECONDS, resolution: 0.2 });
  const searches = { pbx: search(), kamailio: search() };
  const trials = { pbx: [] as Played[], kamailio: [] as Played[] };
  const start = performance.now();
  for (let busy = true; busy; ) {
    busy = false;
    for (const contender of contenders) {
      const elapsed = performance.now() - start;
      const one = searches[contender.name];
      if (elapsed > SEARCH_MS) one.prove();
      const trial = one.next();
      if (trial === undefined || elapsed + trial.seconds * 1_000 + TRIAL_TAIL_MS > LIMIT_MS) continue;
      const played = await play(contender, trial);
      trials[contender.name].push(played);
      one.tell(played.clean);
      busy = true;
    }
  }
  return { trials, proven: { pbx: searches.pbx.proven, kamailio: searches.kamailio.proven } };
}

type Trials = Readonly<Record<Contender['name'], readonly Played[]>>;

function compareRates(trials: Trials, proven: Readonly<Record<Contender['name'], number | undefined>>): Comparison {
  const bestOf = (name: Contender['name']) => Math.max(0, ...cleanRates(trials[name]));
  const both = proven.pbx !== undefined && proven.kamailio !== undefined;
  const [ours, reference] = [proven.pbx ?? bestOf('pbx'), proven.kamailio ?? bestOf('kamailio')];
  return {
    measure: `calls, none sent again in ${both ? PROOF_SECONDS : 'less than 10'} s`,
    unit: '/s',
    ours,
    reference,
    ratio: ours / reference,
    against: AGAINST,
    aim: { of: 'ratio', atLeast: 0.5 },
  };
}

/** At the highest rate that both have carried. */
function compareCpu(trials: Trials): Comparison {
  const rate = Math.max(...cleanRates(trials.pbx).filter((one) => cleanRates(trials.kamailio).includes(one)));
  const at = (name: Contender['name']) =>
    trials[name].find((trial) => trial.rate === rate && trial.clean)?.cpuMsPerCall ?? Number.NaN;
  return {
    measure: `CPU per call at ${rate} calls/s`,
    unit: 'ms',
    ours: at('pbx'),
    reference: at('kamailio'),
    ratio: at('pbx') / at('kamailio'),
    against: AGAINST,
  };
}

function cleanRates(trials: readonly Played[]): number[] {
  return trials.filter(({ clean }) => clean).map(({ rate }) => rate);
}
