import { Api } from './support/api.ts';
import type { Benchmark, Comparison, Outcome, RunOptions } from './support/benchmark.ts';
import { HttpClient } from './support/http-client.ts';
import { ReferenceProcess } from './support/reference-process.ts';
import { ServerProcess } from './support/server-process.ts';
import { BarePhone } from './support/sip/bare-phone.ts';
import { BareTrunk } from './support/sip/bare-trunk.ts';
import { type Summary, summary } from './support/statistics.ts';
import { UdpPort } from './support/udp-port.ts';

const ACTIONS = ['redirect', 'answer', 'hold'] as const;
type Action = (typeof ACTIONS)[number];
const WARM_UP = 30;

/**
 * What each action makes leave first. Audio is anchored, so a hold sends no SIP: the far party hears music, whose
 * packets leave every 20 ms.
 */
const MEASURES: Readonly<Record<Action, string>> = {
  redirect: 'redirect: PUT to INVITE at the next phone',
  answer: 'answer: PUT to NOTIFY talk at the phone',
  hold: 'hold: PUT to the first packet of music',
};

/** From a call-control action to what leaves by it. */
export const action: Benchmark = {
  name: 'action',
  title: 'PUT of a call action to the message that it sends',
  run,
};

/** In milliseconds, both from the moment before the PUT. */
interface Timed {
  readonly sent: number;
  readonly answered: number;
}

interface Stage {
  readonly api: Api;
  readonly trunk: BareTrunk;
  readonly phones: { readonly '2880': BarePhone; readonly '2881': BarePhone };
  /** Where the outside caller hears. */
  readonly ear: UdpPort;
  readonly datagrams: UdpPort;
  readonly reference: HttpClient;
}

async function run(options: RunOptions, scope: AsyncDisposableStack): Promise<Outcome> {
  const stage = await setUp(options, scope);
  const times: Record<Action | 'reference', Timed[]> = { redirect: [], answer: [], hold: [], reference: [] };
  const calls = options.quick ? 40 : 300;
  for (let index = -WARM_UP; index < calls; index += 1) {
    const one = await playCall(stage);
    if (index < 0) continue;
    for (const name of ACTIONS) times[name].push(one[name]);
    times.reference.push(...one.references);
  }
  return outcome(times);
}

async function setUp({ profileDir }: RunOptions, scope: AsyncDisposableStack): Promise<Stage> {
  const server = scope.use(await ServerProcess.start({ profileDir }));
  const api = scope.use(await Api.signIn(server));
  const phone = async (extension: string) => {
    const credentials = await api.createPhone(extension);
    return scope.use(await BarePhone.start({ ...credentials, registrarPort: server.sipPort }));
  };
  const phones = { '2880': await phone('2880'), '2881': await phone('2881') };
  const trunk = scope.use(await BareTrunk.open({ localPort: server.trunkPort, serverPort: server.sipPort }));
  const ear = scope.use(await UdpPort.open());
  const datagrams = scope.use(await UdpPort.open());
  const bare = scope.use(await ReferenceProcess.start('bare-action', String(datagrams.port)));
  const reference = scope.use(new HttpClient(`http://127.0.0.1:${bare.port}`));
  return { api, trunk, phones, ear, datagrams, reference };
}

/** A call that rings at 2880, is redirected to 2881, answered there, held, and ends; a bare PUT beside each action. */
async function playCall(stage: Stage): Promise<Record<Action, Timed> & { references: Timed[] }> {
  const { api, trunk, phones, ear } = stage;
  const references: Timed[] = [];
  const act = async (endpointId: string, body: { action: Action; destination?: string }, sent: Promise<number>) => {
    references.push(await barePut(stage));
    const call = await onlyCall(api, endpointId);
    return await timed(() => api.must('PUT', `/endpoints/${endpointId}/calls/${call}`, body), sent);
  };
  const ringing = phones['2880'].next('INVITE');
  const call = trunk.call({ from: '+16135550100', to: '2880', mediaPort: ear.port });
  const alerting = call.until(180);
  await ringing;
  await alerting;

  const redirect = await act('2880', { action: 'redirect', destination: '2881' }, phones['2881'].next('INVITE'));
  const answered = call.until(200);
  const answer = await act('2881', { action: 'answer' }, phones['2881'].next('NOTIFY'));
  await answered;
  const hold = await act('2881', { action: 'hold' }, ear.next());
  const over = phones['2881'].next('BYE');
  await call.bye();
  await over;
  return { redirect, answer, hold, references };
}

async function onlyCall(api: Api, endpointId: string): Promise<string> {
  const { body } = await api.must('GET', `/endpoints/${endpointId}/calls`);
  const [call] = body._embedded.items;
  if (call === undefined) throw new Error(`${endpointId} has no call`);
  return call.callId;
}

async function barePut({ reference, datagrams }: Stage): Promise<Timed> {
  const body = { action: 'redirect', destination: '2881' };
  // Ours is asked for its call right before, so that neither is measured out of sleep.
  await reference.send('GET', '/');
  return await timed(() => reference.send('PUT', '/', body), datagrams.next());
}

async function timed(put: () => Promise<unknown>, sent: Promise<number>): Promise<Timed> {
  const start = performance.now();
  const [sentAt, answeredAt] = await Promise.all([sent, put().then(() => performance.now())]);
  return { sent: sentAt - start, answered: answeredAt - start };
}

function outcome(times: Readonly<Record<Action | 'reference', readonly Timed[]>>): Outcome {
  const sent = (name: Action | 'reference') => summary(times[name].map((one) => one.sent));
  const answered = (name: Action | 'reference') => summary(times[name].map((one) => one.answered));
  const reference = sent('reference');
  const compare = (name: Action, which: 'p50' | 'p99'): Comparison => ({
    measure: `${MEASURES[name]}, ${which}`,
    unit: 'ms',
    ours: sent(name)[which],
    reference: reference[which],
    ratio: sent(name)[which] / reference[which],
    against: 'bare node:http PUT, one datagram',
    ...(which === 'p50' && name !== 'hold' ? { aim: { of: 'ours', below: 5 } } : {}),
  });
  const details = (of: (name: Action | 'reference') => Summary) =>
    Object.fromEntries([...ACTIONS, 'reference' as const].map((name) => [name, of(name)]));
  return {
    comparisons: ACTIONS.flatMap((name) => [compare(name, 'p50'), compare(name, 'p99')]),
    references: { 'node:http': process.version },
    details: { toMessageMs: details(sent), toAnswerMs: details(answered) },
  };
}
