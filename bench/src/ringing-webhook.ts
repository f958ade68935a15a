import { setTimeout as delay } from 'node:timers/promises';
import { Api } from './support/api.ts';
import type { Benchmark, Outcome, RunOptions } from './support/benchmark.ts';
import { ReferenceProcess } from './support/reference-process.ts';
import { Scratch } from './support/scratch.ts';
import { ServerProcess } from './support/server-process.ts';
import { BarePhone } from './support/sip/bare-phone.ts';
import { BareTrunk } from './support/sip/bare-trunk.ts';
import { type Summary, summary } from './support/statistics.ts';
import { UdpPort } from './support/udp-port.ts';
import { until } from './support/until.ts';
import { type Post, WebhookReceiver } from './support/webhook-receiver.ts';

const EXTENSION = '2880';
const WARM_UP = 30;

/** Something that makes a webhook arrive: gives when it began, and cleans up once it is told. */
type Trigger = (key: string) => { readonly at: number; readonly afterwards: () => Promise<void> };

/** From a ringing call to the webhook that tells it. */
export const ringingWebhook: Benchmark = {
  name: 'ringing-webhook',
  title: "from the trunk's INVITE to the webhook of the ringing call",
  run,
};

async function run({ quick, profileDir }: RunOptions, scope: AsyncDisposableStack): Promise<Outcome> {
  const server = scope.use(await ServerProcess.start({ profileDir }));
  const receiver = scope.use(await WebhookReceiver.start());
  const api = scope.use(await Api.signIn(server));
  const credentials = await api.createPhone(EXTENSION);
  scope.use(await BarePhone.start({ ...credentials, registrarPort: server.sipPort }));
  await api.subscribeToRinging(receiver.url);
  const trunk = scope.use(await BareTrunk.open({ localPort: server.trunkPort, serverPort: server.sipPort }));
  const ring: Trigger = (key) => {
    const call = trunk.call({ from: key, to: EXTENSION, mediaPort: DISCARD_PORT });
    return { at: call.sentAt, afterwards: () => call.cancel() };
  };

  const sample = receiver.next();
  const first = ring(numberOf(0));
  const { text: body } = await sample;
  await first.afterwards();

  const folder = scope.use(await Scratch.create());
  const reference = scope.use(await ReferenceProcess.start('bare-post', folder.path, receiver.url, body));
  const datagrams = scope.use(await UdpPort.open());
  const bare = (wish: 'post' | 'commit'): Trigger => {
    return (key) => ({ at: datagrams.send(`${wish} ${key}`, reference.port), afterwards: async () => {} });
  };

  const triggers = { ring, post: bare('post'), commit: bare('commit') };
  const { rounds, calls, perSecond, seconds } = quick
    ? { rounds: 2, calls: 20, perSecond: 50, seconds: 1 }
    : { rounds: 6, calls: 60, perSecond: 100, seconds: 4 };
  for (const trigger of Object.values(triggers)) await oneByOne(receiver, trigger, WARM_UP);

  const single = { ring: [] as Told[], post: [] as Told[], commit: [] as Told[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['ring', 'post', 'commit'] as const) {
      single[name].push(...(await oneByOne(receiver, triggers[name], calls)));
    }
  }
  const steady = { ring: [] as Told[], commit: [] as Told[] };
  for (let round = 0; round < 2; round += 1) {
    for (const name of ['ring', 'commit'] as const) {
      steady[name].push(...(await atRate(receiver, triggers[name], perSecond, (seconds * perSecond) / 2)));
    }
  }
  return outcome(single, steady, perSecond);
}

interface Told {
  readonly ms: number;
  /** Of the commit in the reference. */
  readonly commitMs: number | undefined;
}

/** One after the other: the next begins when the last was told and is over. */
async function oneByOne(receiver: WebhookReceiver, trigger: Trigger, count: number): Promise<Told[]> {
  const told: Told[] = [];
  for (let index = 0; index < count; index += 1) {
    const post = receiver.next();
    const { at, afterwards } = trigger(numberOf(index));
    told.push(toldBy(await post, at));
    await afterwards();
  }
  return told;
}

/** At a steady rate, whatever the answers do. */
async function atRate(receiver: WebhookReceiver, trigger: Trigger, perSecond: number, count: number): Promise<Told[]> {
  const told: Told[] = [];
  const running = new Map<string, ReturnType<Trigger>>();
  const endings: Promise<void>[] = [];
  receiver.onPost((post) => {
    const key = keyOf(post);
    const one = running.get(key);
    if (one === undefined) return;
    running.delete(key);
    told.push(toldBy(post, one.at));
    endings.push(one.afterwards());
  });
  const start = performance.now();
  for (let index = 0; index < count; index += 1) {
    await delay(Math.max(0, start + (index * 1_000) / perSecond - performance.now()));
    const key = numberOf(index);
    running.set(key, trigger(key));
  }
  await until(() => told.length === count, `${count} webhooks`);
  await Promise.all(endings);
  return told;
}

function toldBy(post: Post, at: number): Told {
  const commit = post.headers['x-bench-commit-ms'];
  return { ms: post.at - at, commitMs: commit === undefined ? undefined : Number(commit) };
}

/** The caller's number tells which call a webhook is about. */
function keyOf({ headers, text }: Post): string {
  return String(headers['x-bench-key'] ?? JSON.parse(text).content.from);
}

function numberOf(index: number): string {
  return `+1613555${String(index).padStart(4, '0')}`;
}

/** Nobody hears the ringback. */
const DISCARD_PORT = 9;

function outcome(
  single: { ring: Told[]; post: Told[]; commit: Told[] },
  steady: { ring: Told[]; commit: Told[] },
  perSecond: number,
): Outcome {
  const of = (told: readonly Told[]) => summary(told.map(({ ms }) => ms));
  const [ring, post, commit] = [of(single.ring), of(single.post), of(single.commit)];
  const [ringSteady, commitSteady] = [of(steady.ring), of(steady.commit)];
  const compare = (measure: string, ours: Summary, reference: Summary, against: string) =>
    (['p50', 'p99'] as const).map((which) => ({
      measure: `${measure}, ${which}`,
      unit: 'ms',
      ours: ours[which],
      reference: reference[which],
      ratio: ours[which] / reference[which],
      against,
    }));
  const withCommit = 'datagram in, SQLite commit, POST out';
  return {
    comparisons: [
      ...compare('one at a time', ring, commit, withCommit),
      ...compare('one at a time', ring, post, 'datagram in, POST out'),
      ...compare(`${perSecond} calls/s`, ringSteady, commitSteady, withCommit),
    ],
    references: { 'node:http and node:sqlite': process.version },
    details: {
      oneAtATimeMs: { ring, post, commitAndPost: commit },
      steadyMs: { perSecond, ring: ringSteady, commitAndPost: commitSteady },
      commitMs: summary(single.commit.map(({ commitMs }) => commitMs ?? Number.NaN)),
    },
  };
}
