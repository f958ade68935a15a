import { createHash } from 'node:crypto';
import { Api } from './support/api.ts';
import type { Benchmark, Comparison, Outcome, RunOptions, Skipped } from './support/benchmark.ts';
import { cpuSeconds } from './support/cpu-time.ts';
import { Kamailio } from './support/kamailio.ts';
import { kamailioRegistrar } from './support/kamailio-config.ts';
import { hasProgram, versionOf } from './support/programs.ts';
import { ServerProcess } from './support/server-process.ts';
import { type Account, RegisteringPhone } from './support/sip/registering-phone.ts';
import { median } from './support/statistics.ts';

const PHONES = 64;
const FIRST_EXTENSION = 3_000;
const REALM = 'bench';

/**
 * Of each telephone in a round. The server keeps what it has answered for 32 s (RFC 3261 section 17.2.2), at most 50,000
 * of them: no more come together in a run. The reference keeps nothing, and needs more to be measured.
 */
const TIMES = { ours: 100, reference: 400 };
const QUICK_TIMES = { ours: 40, reference: 160 };

interface Contender {
  readonly pid: number;
  readonly phones: readonly RegisteringPhone[];
}

interface Round {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

/** Registrations with MD5 digest that are on disk when they are acknowledged, beside a registrar that keeps them in memory. */
export const registrations: Benchmark = {
  name: 'registrations',
  title: `REGISTER, challenge, REGISTER with a digest; ${PHONES} telephones at once`,
  run,
};

async function run(options: RunOptions, scope: AsyncDisposableStack): Promise<Outcome | Skipped> {
  if (!hasProgram('kamailio')) return { skipped: 'kamailio is not installed (Debian package kamailio)' };
  const ours = await startPbx(options, scope);
  const reference = await startKamailio(scope);
  const [rounds, times] = options.quick ? [2, QUICK_TIMES] : [5, TIMES];
  const pairs: [Round, Round][] = [];
  for (let round = -1; round < rounds; round += 1) {
    const pair: [Round, Round] = [await load(ours, times.ours), await load(reference, times.reference)];
    // The first round is for the compilers.
    if (round >= 0) pairs.push(pair);
  }
  const compare = (measure: string, of: (round: Round) => number): Comparison => ({
    measure,
    unit: '/s',
    ours: median(pairs.map(([a]) => of(a))),
    reference: median(pairs.map(([, b]) => of(b))),
    ratio: median(pairs.map(([a, b]) => of(a) / of(b))),
    against: 'kamailio, contacts in memory',
  });
  return {
    comparisons: [
      { ...compare('registrations per second of CPU', (one) => one.perCpuSecond), aim: { of: 'ratio', atLeast: 0.5 } },
      compare('registrations, one program asking', (one) => one.perSecond),
    ],
    references: { kamailio: versionOf('kamailio', '-v') },
    details: { phones: PHONES, rounds, times, pairs },
  };
}

async function startPbx({ profileDir }: RunOptions, scope: AsyncDisposableStack): Promise<Contender> {
  const server = scope.use(await ServerProcess.start({ profileDir }));
  const api = scope.use(await Api.signIn(server));
  const accounts: Account[] = [];
  for (let index = 0; index < PHONES; index += 1) accounts.push(await api.createPhone(String(FIRST_EXTENSION + index)));
  return { pid: server.pid, phones: await openPhones(accounts, server.sipPort, scope) };
}

async function startKamailio(scope: AsyncDisposableStack): Promise<Contender> {
  const accounts = Array.from({ length: PHONES }, (_, index) => {
    return { username: String(FIRST_EXTENSION + index), password: `secret of ${index}` };
  });
  const secrets = new Map(accounts.map((account) => [account.username, secretOf(account)]));
  const { pid, sipPort } = scope.use(await Kamailio.start(kamailioRegistrar(REALM, secrets)));
  return { pid, phones: await openPhones(accounts, sipPort, scope) };
}

async function openPhones(
  accounts: readonly Account[],
  registrarPort: number,
  scope: AsyncDisposableStack,
): Promise<RegisteringPhone[]> {
  const opening = accounts.map((account, index) =>
    RegisteringPhone.open({ ...account, address: `127.0.1.${index + 1}`, registrarPort }),
  );
  return (await Promise.all(opening)).map((phone) => scope.use(phone));
}

/** HA1 of RFC 7616 section 3.4.2. */
function secretOf({ username, password }: Account): string {
  return createHash('md5').update(`${username}:${REALM}:${password}`).digest('hex');
}

async function load({ pid, phones }: Contender, times: number): Promise<Round> {
  const [before, start] = [cpuSeconds(pid), performance.now()];
  const registerAll = phones.map(async (phone) => {
    for (let count = 0; count < times; count += 1) await phone.register();
  });
  await Promise.all(registerAll);
  const [after, passed] = [cpuSeconds(pid), performance.now() - start];
  const cpu = before === undefined || after === undefined ? Number.NaN : after - before;
  const count = phones.length * times;
  return { perSecond: (count / passed) * 1_000, perCpuSecond: count / cpu };
}
