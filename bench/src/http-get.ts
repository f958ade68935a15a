import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import autocannon from 'autocannon';
import { Api } from './support/api.ts';
import type { Benchmark, Outcome, RunOptions } from './support/benchmark.ts';
import { cpuSeconds } from './support/cpu-time.ts';
import { ReferenceProcess } from './support/reference-process.ts';
import { ServerProcess } from './support/server-process.ts';
import { median } from './support/statistics.ts';

const CONNECTIONS = 32;

interface Round {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Of the server, in microseconds; NaN where it cannot be told. */
  readonly cpuUs: number;
}

interface Contender {
  readonly url: string;
  readonly pid: number;
  readonly headers: Record<string, string>;
}

/** GET of a user with a token, beside a node:http server that gives the same body to anybody. */
export const httpGet: Benchmark = {
  name: 'http-get',
  title: 'GET /accounts/{a}/users/{u} with a token, 32 connections',
  run,
};

async function run({ quick, profileDir }: RunOptions, scope: AsyncDisposableStack): Promise<Outcome> {
  const server = scope.use(await ServerProcess.start({ profileDir }));
  const api = scope.use(await Api.signIn(server));
  const { userId } = (await api.must('GET', `/accounts/${api.accountId}/users`)).body._embedded.items[0];
  const path = `/accounts/${api.accountId}/users/${userId}`;
  const answer = await api.must('GET', path);
  const bare = scope.use(await ReferenceProcess.start('bare-get', answer.text, answer.contentType));

  const ours = {
    url: `${server.url}/2017-09-01${path}`,
    pid: server.pid,
    headers: { authorization: api.authorization },
  };
  const reference = { url: `http://127.0.0.1:${bare.port}/`, pid: bare.pid, headers: {} };
  const { rounds, seconds } = quick ? { rounds: 2, seconds: 1 } : { rounds: 5, seconds: 4 };
  for (const contender of [ours, reference]) await load(contender, quick ? 1 : 3);
  const pairs: [Round, Round][] = [];
  for (let round = 0; round < rounds; round += 1)
    pairs.push([await load(ours, seconds), await load(reference, seconds)]);

  const compare = (measure: string, unit: string, of: (round: Round) => number) => ({
    measure,
    unit,
    ours: median(pairs.map(([a]) => of(a))),
    reference: median(pairs.map(([, b]) => of(b))),
    ratio: median(pairs.map(([a, b]) => of(a) / of(b))),
    against: 'bare node:http, same body',
  });
  return {
    comparisons: [
      { ...compare('requests', '/s', (round) => round.perSecond), aim: { of: 'ratio', atLeast: 0.5 } },
      compare('CPU of the server per request', 'µs', (round) => round.cpuUs),
      compare('latency p99', 'ms', (round) => round.p99Ms),
    ],
    references: { 'node:http': process.version, autocannon: autocannonVersion() },
    details: { connections: CONNECTIONS, rounds, secondsPerRound: seconds, bodyBytes: Buffer.byteLength(answer.text) },
  };
}

async function load({ url, headers, pid }: Contender, duration: number): Promise<Round> {
  const before = cpuSeconds(pid);
  const result = await autocannon({ url, headers, duration, connections: CONNECTIONS });
  const after = cpuSeconds(pid);
  if (result.errors + result.non2xx > 0) throw new Error(`${url}: ${result.errors} errors, ${result.non2xx} not 2xx`);
  const requests = result.requests.total;
  const cpu = before === undefined || after === undefined ? Number.NaN : after - before;
  return { perSecond: requests / result.duration, p99Ms: result.latency.p99, cpuUs: (cpu / requests) * 1e6 };
}

function autocannonVersion(): string {
  const manifest = createRequire(import.meta.url).resolve('autocannon/package.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}
